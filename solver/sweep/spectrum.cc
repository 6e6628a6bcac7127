#include "solver/sweep/spectrum.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

using Combination = std::vector<int>;

int order_of(const Combination &m) {
  int order = 0;
  for (const int k : m)
    order += std::abs(k);
  return order;
}

/// Of m and -m the one whose first number that isn't zero is positive; also zero.
bool is_leading(const Combination &m) {
  const auto first = std::find_if(m.begin(), m.end(), [](int k) { return k != 0; });
  return first == m.end() || *first > 0;
}

/// All that are no -m of another, in ascending order; zero comes first.
std::vector<Combination> combinations_up_to(std::size_t n_tones, int order) {
  std::vector<Combination> found;
  Combination m(n_tones, -order);
  for (bool more = true; more;) {
    if (order_of(m) <= order && is_leading(m))
      found.push_back(m);
    more = false;
    for (std::size_t d = n_tones; d-- > 0 && !more;) {
      more = m[d] < order;
      m[d] = more ? m[d] + 1 : -order;
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto &a, const auto &b) { return order_of(a) < order_of(b); });
  return found;
}

} // namespace

Spectrum::Spectrum(std::size_t n_tones, int order, int samples)
    : n_tones_(n_tones), order_(order), combinations_(combinations_up_to(n_tones, order)) {
  const std::size_t per_tone = static_cast<std::size_t>(samples) * order;
  n_samples_ = 1;
  for (std::size_t d = 0; d < n_tones; ++d)
    n_samples_ *= per_tone;
  synthesis_.reserve(n_samples_ * n_coefficients());
  for (std::size_t p = 0; p < n_samples_; ++p) {
    synthesis_.push_back(1);
    for (std::size_t l = 1; l < n_lines(); ++l) {
      std::size_t place = p;
      long steps = 0; // of m . theta, in parts of a period
      for (const int k : combinations_[l]) {
        steps += k * static_cast<long>(place % per_tone);
        place /= per_tone;
      }
      const double phase = 2 * std::numbers::pi * static_cast<double>(steps % static_cast<long>(per_tone)) /
                           static_cast<double>(per_tone);
      synthesis_.push_back(std::cos(phase));
      synthesis_.push_back(-std::sin(phase));
    }
  }
}

std::size_t Spectrum::line(Combination combination) const {
  if (!is_leading(combination))
    for (int &k : combination)
      k = -k;
  const auto found = std::find(combinations_.begin(), combinations_.end(), combination);
  if (found == combinations_.end())
    throw std::out_of_range("a combination of tones beyond the order of the spectrum");
  return found - combinations_.begin();
}

std::vector<double> Spectrum::frequencies(std::span<const double> tones) const {
  std::vector<double> omega;
  for (const Combination &m : combinations_) {
    double sum = 0;
    for (std::size_t d = 0; d < n_tones_; ++d)
      sum += m[d] * tones[d];
    omega.push_back(sum);
  }
  return omega;
}

} // namespace earshot
