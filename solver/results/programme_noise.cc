#include "solver/results/programme_noise.h"

#include "solver/results/third_octaves.h"

#include <cmath>
#include <limits>
#include <vector>

namespace earshot {
namespace {

double power(double level_db) {
  return std::pow(10, level_db / 10);
}

} // namespace

const std::array<ProgrammeBand, 31> programme_bands{{
    {20, -13.5, 0},     {25, -10.2, 0},     {31.5, -7.4, 0},    {40, -5.2, 0},     {50, -3.5, 0},
    {63, -2.3, 0},      {80, -1.4, 0},      {100, -0.9, 0},     {125, -0.5, 0},    {160, -0.2, 0},
    {200, -0.1, 0},     {250, 0, 0.5},      {315, 0, 1},        {400, 0, 1.5},     {500, 0, 2},
    {630, 0, 2.5},      {800, 0, 3.5},      {1000, -0.1, 3.5},  {1250, -0.3, 3.5}, {1600, -0.6, 5},
    {2000, -1, 12.5},   {2500, -1.6, 18.5}, {3150, -2.5, 15.5}, {4000, -3.7, 13},  {5000, -5.1, 11},
    {6300, -7, 5},      {8000, -9.4, 2},    {10000, -11.9, 7},  {12500, -14.8, 9}, {16000, -18.2, 5.5},
    {20000, -21.6, -3},
}};

double a_weighting_db(double frequency_hz) {
  // IEC 61672-1, annex E: four zeros at 0, poles at f1 and f4 twice, f2 and f3 once.
  constexpr double f1 = 20.598997, f2 = 107.65265, f3 = 737.86223, f4 = 12194.217;
  const auto gain = [](double f) {
    const double s = f * f;
    return f4 * f4 * s * s / ((s + f1 * f1) * std::sqrt((s + f2 * f2) * (s + f3 * f3)) * (s + f4 * f4));
  };
  return 20 * std::log10(gain(frequency_hz) / gain(1000));
}

ProgrammeLevel programme_level(std::span<const double> frequencies_hz, std::span<const double> level_db) {
  ProgrammeLevel result{std::numeric_limits<double>::quiet_NaN()};
  if (frequencies_hz.empty() || frequencies_hz.size() != level_db.size())
    return result;
  std::vector<double> attenuation_db;
  for (const double level : level_db)
    attenuation_db.push_back(-level);
  double signal = 0, heard = 0;
  const auto known = third_octaves_within(frequencies_hz.front(), frequencies_hz.back());
  for (const ProgrammeBand &band : programme_bands) {
    signal += power(band.level_db);
    for (const ThirdOctave &octave : known) {
      if (octave.nominal_hz != band.nominal_hz)
        continue;
      const double level = -band_attenuation(frequencies_hz, attenuation_db, octave);
      heard += power(band.level_db + level + a_weighting_db(band.nominal_hz) - band.free_field_db);
      result.lowest_hz = result.lowest_hz == 0 ? band.nominal_hz : result.lowest_hz;
      result.highest_hz = band.nominal_hz;
    }
  }
  constexpr double needed_from = 100, needed_to = 10000; // beyond, A and the spectrum leave less than 1 %
  if (result.lowest_hz > 0 && result.lowest_hz <= needed_from && result.highest_hz >= needed_to)
    result.level_db = 10 * std::log10(heard / signal);
  return result;
}

} // namespace earshot
