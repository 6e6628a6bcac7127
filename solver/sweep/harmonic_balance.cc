#include "solver/sweep/harmonic_balance.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

using Phasor = std::complex<double>;

/// Place of Re S_l among a scalar's coefficients; Im S_l follows, but for line 0, which is real.
std::size_t place(std::size_t line) {
  return line == 0 ? 0 : 2 * line - 1;
}

} // namespace

/// Laws over the samples: sample x scalar, sample x scalar x scalar.
struct HarmonicBalance::Sampled {
  std::vector<double> values, slopes, rate_slopes;
};

LinearLines HarmonicBalance::lines(const LinearRest &rest, std::span<const double> tones,
                                   std::span<const Phasor> drive) const {
  LinearLines lines{spectrum_.frequencies(tones), {}, std::vector<Phasor>(spectrum_.n_lines())};
  for (const double omega : lines.omega) {
    LinearResponse response = rest(std::abs(omega));
    if (omega < 0)
      for (auto *phasors : {&response.source, &response.transfer})
        for (Phasor &phasor : *phasors)
          phasor = std::conj(phasor);
    lines.response.push_back(std::move(response));
  }
  for (std::size_t d = 0; d < tones.size(); ++d) {
    std::vector<int> tone(tones.size());
    tone[d] = 1;
    lines.drive[spectrum_.line(tone)] = drive[d];
  }
  return lines;
}

std::vector<double> HarmonicBalance::linear_answer(const LinearLines &lines) const {
  const std::size_t n = spectrum_.n_coefficients();
  std::vector<double> answer(n_unknowns());
  for (std::size_t l = 0; l < spectrum_.n_lines(); ++l)
    for (std::size_t a = 0; a < n_scalars_; ++a) {
      const Phasor s = lines.drive[l] * lines.response[l].source[a];
      answer[a * n + place(l)] = s.real();
      if (l > 0)
        answer[a * n + place(l) + 1] = s.imag();
    }
  return answer;
}

/// i w S of every line.
std::vector<double> HarmonicBalance::rates(const LinearLines &lines, std::span<const double> unknowns) const {
  const std::size_t n = spectrum_.n_coefficients();
  std::vector<double> rates(unknowns.size());
  for (std::size_t a = 0; a < n_scalars_; ++a)
    for (std::size_t l = 1; l < spectrum_.n_lines(); ++l) {
      const std::size_t k = a * n + place(l);
      rates[k] = -lines.omega[l] * unknowns[k + 1];
      rates[k + 1] = lines.omega[l] * unknowns[k];
    }
  return rates;
}

std::vector<double> HarmonicBalance::samples(std::span<const double> unknowns, std::size_t scalar) const {
  const std::size_t n = spectrum_.n_coefficients();
  std::vector<double> values(spectrum_.n_samples());
  multiply(values.size(), 1, n, 1, spectrum_.synthesis().data(), n, unknowns.data() + scalar * n, 1, 0,
           values.data(), 1);
  return values;
}

HarmonicBalance::Sampled HarmonicBalance::sample_laws(const LinearLines &lines,
                                                      std::span<const double> unknowns) const {
  const std::size_t n = n_scalars_;
  const std::vector<double> rate_coefficients = rates(lines, unknowns);
  std::vector<std::vector<double>> scalars, scalar_rates;
  for (std::size_t a = 0; a < n; ++a) {
    scalars.push_back(samples(unknowns, a));
    scalar_rates.push_back(samples(rate_coefficients, a));
  }
  Sampled sampled;
  std::vector<double> s(n), rate(n);
  for (std::size_t p = 0; p < spectrum_.n_samples(); ++p) {
    for (std::size_t a = 0; a < n; ++a) {
      s[a] = scalars[a][p];
      rate[a] = scalar_rates[a][p];
    }
    LawValues values(n);
    for (const Law &law : laws_)
      law.add(s, rate, values);
    sampled.values.insert(sampled.values.end(), values.value.begin(), values.value.end());
    sampled.slopes.insert(sampled.slopes.end(), values.slope.begin(), values.slope.end());
    sampled.rate_slopes.insert(sampled.rate_slopes.end(), values.rate_slope.begin(), values.rate_slope.end());
  }
  return sampled;
}

/// Of one scalar's column among samples x scalars.
std::vector<double> HarmonicBalance::coefficients(const std::vector<double> &samples,
                                                  std::size_t scalar) const {
  const std::size_t n = spectrum_.n_coefficients();
  std::vector<double> values(n);
  multiply_transposed(n, 1, spectrum_.n_samples(), 1, spectrum_.synthesis().data(), n,
                      samples.data() + scalar, n_scalars_, 0, values.data(), 1);
  for (std::size_t k = 0; k < n; ++k)
    values[k] *= spectrum_.analysis_weight(k);
  return values;
}

/// residual -= G law, for laws' coefficients (rows) in several columns.
void HarmonicBalance::subtract_answer(const LinearLines &lines, const std::vector<double> &law,
                                      std::size_t columns, std::vector<double> &residual) const {
  const std::size_t n = spectrum_.n_coefficients();
  for (std::size_t l = 0; l < spectrum_.n_lines(); ++l)
    for (std::size_t a = 0; a < n_scalars_; ++a)
      for (std::size_t b = 0; b < n_scalars_; ++b) {
        const Phasor g = lines.response[l].transfer[a * n_scalars_ + b];
        const double *from = law.data() + (b * n + place(l)) * columns;
        double *to = residual.data() + (a * n + place(l)) * columns;
        for (std::size_t k = 0; k < columns; ++k) {
          to[k] -= g.real() * from[k];
          if (l == 0)
            continue;
          to[k] += g.imag() * from[columns + k];
          to[columns + k] -= g.imag() * from[k] + g.real() * from[columns + k];
        }
      }
}

std::vector<double> HarmonicBalance::law_coefficients(const LinearLines &lines,
                                                      std::span<const double> unknowns) const {
  const Sampled sampled = sample_laws(lines, unknowns);
  std::vector<double> law;
  for (std::size_t a = 0; a < n_scalars_; ++a) {
    const std::vector<double> own = coefficients(sampled.values, a);
    law.insert(law.end(), own.begin(), own.end());
  }
  return law;
}

std::vector<double> HarmonicBalance::residual(const LinearLines &lines, double level,
                                              std::span<const double> unknowns) const {
  std::vector<double> residual = linear_answer(lines);
  for (std::size_t k = 0; k < residual.size(); ++k)
    residual[k] = unknowns[k] - level * residual[k];
  subtract_answer(lines, law_coefficients(lines, unknowns), 1, residual);
  return residual;
}

/// Adds d N_a / d S_b to its block: analysis x diag(slopes) x synthesis, and for the rates the same turned by
/// i w on the right.
void HarmonicBalance::add_law_slopes(const LinearLines &lines, const Sampled &sampled, std::size_t a,
                                     std::size_t b, std::vector<double> &slopes) const {
  const std::size_t n = spectrum_.n_coefficients(), n_samples = spectrum_.n_samples(), width = n_unknowns(),
                    stride = n_scalars_ * n_scalars_;
  const std::vector<double> &synthesis = spectrum_.synthesis();
  const auto product = [&](const std::vector<double> &of) {
    std::vector<double> weighted(synthesis), block(n * n);
    bool any = false;
    for (std::size_t p = 0; p < n_samples; ++p) {
      const double slope = of[p * stride + a * n_scalars_ + b];
      any = any || slope != 0;
      for (std::size_t k = 0; k < n; ++k)
        weighted[p * n + k] *= slope;
    }
    if (any)
      multiply_transposed(n, n, n_samples, 1, synthesis.data(), n, weighted.data(), n, 0, block.data(), n);
    return any ? block : std::vector<double>();
  };
  if (const std::vector<double> block = product(sampled.slopes); !block.empty())
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k)
        slopes[(a * n + j) * width + b * n + k] += spectrum_.analysis_weight(j) * block[j * n + k];
  if (const std::vector<double> block = product(sampled.rate_slopes); !block.empty())
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t l = 1; l < spectrum_.n_lines(); ++l) {
        const double turn = spectrum_.analysis_weight(j) * lines.omega[l];
        double *to = slopes.data() + (a * n + j) * width + b * n + place(l);
        to[0] += turn * block[j * n + place(l) + 1];
        to[1] -= turn * block[j * n + place(l)];
      }
}

HarmonicBalance::Equations HarmonicBalance::equations(const LinearLines &lines, double level,
                                                      std::span<const double> unknowns) const {
  const std::size_t n = n_unknowns();
  const Sampled sampled = sample_laws(lines, unknowns);
  std::vector<double> law, law_slopes(n * n);
  for (std::size_t a = 0; a < n_scalars_; ++a) {
    const std::vector<double> own = coefficients(sampled.values, a);
    law.insert(law.end(), own.begin(), own.end());
    for (std::size_t b = 0; b < n_scalars_; ++b)
      add_law_slopes(lines, sampled, a, b, law_slopes);
  }
  Equations equations{std::vector<double>(n), std::vector<double>(n * n), linear_answer(lines)};
  for (std::size_t k = 0; k < n; ++k) {
    equations.level_slope[k] *= -1;
    equations.residual[k] = unknowns[k] + level * equations.level_slope[k];
    equations.jacobian[k * n + k] = 1;
  }
  subtract_answer(lines, law, 1, equations.residual);
  subtract_answer(lines, law_slopes, n, equations.jacobian);
  return equations;
}

Phasor HarmonicBalance::phasor(std::span<const double> unknowns, std::size_t scalar, std::size_t line) const {
  const double *s = unknowns.data() + scalar * spectrum_.n_coefficients() + place(line);
  return line == 0 ? Phasor(s[0]) : Phasor(s[0], s[1]);
}

} // namespace earshot
