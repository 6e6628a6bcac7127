#include "solver/physics/ears/ears.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

constexpr const char *loss = "ear";

/// Distance from the canal's tip along its centre line [mm], area [mm2].
struct TableRow {
  double position, area;
};
constexpr TableRow canal[] = {{0.5, 4.503}, {2, 11.797},  {4, 20.829},  {6, 24.180},  {8, 29.385},
                              {10, 33.689}, {12, 38.249}, {14, 40.883}, {16, 42.492}, {17.33, 41.624}};
constexpr double reference_plane = 17.33, drum_reference_point = 4.021; // [mm]

struct DrumCircuit {
  double membrane_volume = 0.08970698640182243e-6, resistance = 21093674.867116723, mass = 418.4215057382778,
         tympanic_volume = 1.4290182956433888e-6, aditus_resistance = 731637932.7727909,
         antrum_volume = 30.55297583048643e-6;
};

double area_at(double position) {
  const auto *const upper = std::upper_bound(std::begin(canal) + 1, std::end(canal) - 1, position,
                                             [](double x, const TableRow &row) { return x < row.position; });
  const TableRow &a = upper[-1], &b = *upper;
  return std::lerp(a.area, b.area, (position - a.position) / (b.position - a.position));
}

/// Sections from `from` down to `to`, both as distances from the tip.
std::vector<Section> sections_between(double from, double to) {
  std::vector<double> positions{from};
  for (const TableRow &row : canal)
    if (row.position < from && row.position > to)
      positions.insert(positions.begin() + 1, row.position);
  positions.push_back(to);
  std::vector<Section> sections;
  for (const double position : positions)
    sections.push_back({1e-3 * (from - position), 1e-3 * std::sqrt(area_at(position) / std::numbers::pi)});
  return sections;
}

} // namespace

EarEnd add_p57_type43(Circuit &circuit, const std::string &node, const AirProperties &air) {
  const std::string drum = "ear.drum", tip = "ear.tip", cavities = "ear.cavities", antrum = "ear.antrum",
                    ground = Circuit::ground;
  for (const std::string &name : {drum, tip, cavities, antrum})
    circuit.add_node(name, CircuitDomain::acoustic);
  const auto outer = sections_between(reference_plane, drum_reference_point),
             inner = sections_between(drum_reference_point, canal[0].position);
  circuit.add_pi(
      node, drum, "canal", [=](double omega) { return horn_pi(air, omega, outer); }, loss);
  circuit.add_pi(
      drum, tip, "tip", [=](double omega) { return horn_pi(air, omega, inner); }, loss);
  const DrumCircuit d;
  const double k = air.bulk_modulus();
  circuit.add_compliance(drum, cavities, d.membrane_volume / k);
  circuit.add_series(drum, cavities, d.resistance, d.mass, std::numeric_limits<double>::infinity(), loss);
  circuit.add_compliance(cavities, ground, d.tympanic_volume / k);
  circuit.add_resistance(cavities, antrum, d.aditus_resistance, loss);
  circuit.add_compliance(antrum, ground, d.antrum_volume / k);
  return {drum, 20, 20e3};
}

} // namespace earshot
