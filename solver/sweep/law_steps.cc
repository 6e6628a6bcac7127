#include "solver/sweep/law_steps.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

using Complex = std::complex<double>;

/// (exp(q) - 1) / q and (exp(q) - 1 - q) / q^2, whose differences cancel for small q.
struct Phi {
  Complex first, second;
};
Phi phi(Complex q) {
  constexpr double small = 0.1;
  if (std::abs(q) > small)
    return {(std::exp(q) - 1.0) / q, (std::exp(q) - 1.0 - q) / (q * q)};
  constexpr int terms = 12; // 0.1^12 / 13! is far below round-off
  Phi sum{0, 0};
  Complex power = 1;
  double factorial = 1;
  for (int k = 0; k < terms; ++k) {
    factorial *= k + 1;
    sum.first += power / factorial;
    sum.second += power / (factorial * (k + 2));
    power *= q;
  }
  return sum;
}

/// Of the newest of three values in their parabola's slope there, times the step.
constexpr double rate_weight = 1.5;

/// x with A x = b for the few scalars of a step, in place; A row-major. @return false when A is singular
bool solve_small(std::vector<double> &a, std::span<double> b) {
  const std::size_t n = b.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t row = k + 1; row < n; ++row)
      if (std::abs(a[row * n + k]) > std::abs(a[pivot * n + k]))
        pivot = row;
    if (a[pivot * n + k] == 0)
      return false;
    if (pivot != k) {
      std::swap_ranges(a.begin() + k * n, a.begin() + (k + 1) * n, a.begin() + pivot * n);
      std::swap(b[k], b[pivot]);
    }
    for (std::size_t row = k + 1; row < n; ++row) {
      const double factor = a[row * n + k] / a[k * n + k];
      for (std::size_t column = k; column < n; ++column)
        a[row * n + column] -= factor * a[k * n + column];
      b[row] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t column = k + 1; column < n; ++column)
      b[k] -= a[k * n + column] * b[column];
    b[k] /= a[k * n + k];
  }
  return true;
}

} // namespace

LawSteps::LawSteps(const PortsInTime &ports, std::vector<Law> laws, double step)
    : n_scalars_(ports.n_scalars), step_(step), laws_(std::move(laws)), at_once_(n_scalars_ * n_scalars_),
      past_(n_scalars_), scalars_(n_scalars_), last_scalars_(n_scalars_), earlier_scalars_(n_scalars_),
      largest_(n_scalars_), rates_(n_scalars_), change_(n_scalars_), jacobian_(n_scalars_ * n_scalars_),
      law_(n_scalars_) {
  for (const Complex &pole : ports.responses.poles) {
    const Complex decay = std::exp(pole * step);
    decay_.push_back(decay.real());
    decay_i_.push_back(decay.imag());
  }
  for (std::size_t b = 0; b < n_scalars_; ++b)
    channels_.push_back(channel(ports, b));
  for (std::size_t a = 0; a < n_scalars_; ++a)
    for (std::size_t b = 0; b < n_scalars_; ++b)
      at_once_[a * n_scalars_ + b] = at_once(ports, a, b);
}

LawSteps::Channel LawSteps::channel(const PortsInTime &ports, std::size_t law) const {
  const std::vector<Complex> &poles = ports.responses.poles;
  Channel channel;
  channel.by_rate = ports.by_rate[law];
  channel.real.resize(poles.size());
  channel.imaginary.resize(poles.size());
  for (const Complex &pole : poles) {
    const Phi p = phi(pole * step_);
    // The rate of a value that is linear over the step is constant.
    const Complex late = step_ * (channel.by_rate ? p.first : p.second),
                  early = channel.by_rate ? Complex(0) : step_ * p.first - late;
    channel.from_old.push_back(early.real());
    channel.from_old_i.push_back(early.imag());
    channel.from_new.push_back(late.real());
    channel.from_new_i.push_back(late.imag());
  }
  for (std::size_t a = 0; a < n_scalars_; ++a)
    for (std::size_t k = 0; k < poles.size(); ++k) {
      const Complex residue =
          (poles[k].imag() == 0 ? 1.0 : 2.0) * ports.responses.residues[ports.place(a, law)][k];
      channel.residues.push_back(residue.real());
      channel.residues_i.push_back(residue.imag());
    }
  return channel;
}

/// What a law's value of 1 at the end of a step does to a scalar there: by its states, and by what needs
/// none.
double LawSteps::at_once(const PortsInTime &ports, std::size_t scalar, std::size_t law) const {
  const Channel &channel = channels_[law];
  const std::size_t n = decay_.size();
  double sum = ports.responses.direct[ports.place(scalar, law)];
  for (std::size_t k = 0; k < n; ++k)
    sum += channel.residues[scalar * n + k] * channel.from_new[k] -
           channel.residues_i[scalar * n + k] * channel.from_new_i[k];
  return channel.by_rate ? sum / step_ : sum;
}

/// The states at the end of a step but for the value there.
void LawSteps::decay(Channel &channel) const {
  const double old = channel.by_rate ? 0 : channel.old;
  for (std::size_t k = 0; k < decay_.size(); ++k) {
    const double real = channel.real[k], imaginary = channel.imaginary[k];
    channel.real[k] = decay_[k] * real - decay_i_[k] * imaginary + channel.from_old[k] * old;
    channel.imaginary[k] = decay_[k] * imaginary + decay_i_[k] * real + channel.from_old_i[k] * old;
  }
}

/// The value at the end of the step, into the states.
void LawSteps::add(Channel &channel, double value) const {
  const double input = channel.by_rate ? (value - channel.old) / step_ : value;
  for (std::size_t k = 0; k < channel.real.size(); ++k) {
    channel.real[k] += channel.from_new[k] * input;
    channel.imaginary[k] += channel.from_new_i[k] * input;
  }
  channel.old = value;
}

/// Adds what a channel's states give to every scalar.
void LawSteps::gather(const Channel &channel) {
  const std::size_t n = decay_.size();
  for (std::size_t a = 0; a < n_scalars_; ++a) {
    const double *const real = channel.residues.data() + a * n, *const imaginary =
                                                                    channel.residues_i.data() + a * n;
    double sum = 0;
    for (std::size_t k = 0; k < n; ++k)
      sum += real[k] * channel.real[k] - imaginary[k] * channel.imaginary[k];
    past_[a] += sum;
  }
}

/// The laws' values and slopes at the scalars, with the rates at the step's end of the parabola through the
/// last three values, so that laws of rates are of second order, too.
void LawSteps::evaluate_laws() {
  std::fill(law_.value.begin(), law_.value.end(), 0.0);
  std::fill(law_.slope.begin(), law_.slope.end(), 0.0);
  std::fill(law_.rate_slope.begin(), law_.rate_slope.end(), 0.0);
  for (std::size_t a = 0; a < n_scalars_; ++a)
    rates_[a] = (rate_weight * scalars_[a] - 2 * last_scalars_[a] + earlier_scalars_[a] / 2) / step_;
  for (const Law &law : laws_)
    law.add(scalars_, rates_, law_);
}

/// The scalars with s = past + D n(s, s'), D what the laws' values do at once, by Newton's method.
void LawSteps::settle() {
  constexpr int most_iterations = 30;
  constexpr double close = 1e-10; // of the largest values that the scalars have had
  const std::size_t n = n_scalars_;
  for (int iteration = 0; iteration < most_iterations; ++iteration) {
    evaluate_laws();
    for (std::size_t a = 0; a < n; ++a) {
      change_[a] = past_[a] - scalars_[a];
      for (std::size_t b = 0; b < n; ++b) {
        change_[a] += at_once_[a * n + b] * law_.value[b];
        jacobian_[a * n + b] = a == b ? 1 : 0;
        for (std::size_t c = 0; c < n; ++c)
          jacobian_[a * n + b] -= at_once_[a * n + c] *
                                  (law_.slope[c * n + b] + law_.rate_slope[c * n + b] * rate_weight / step_);
      }
    }
    if (!solve_small(jacobian_, change_))
      break;
    bool is_close = true;
    for (std::size_t a = 0; a < n; ++a) {
      scalars_[a] += change_[a];
      largest_[a] = std::max(largest_[a], std::abs(scalars_[a]));
      is_close = is_close && std::abs(change_[a]) <= close * largest_[a];
    }
    if (is_close)
      return evaluate_laws();
  }
  throw LawStepError("a time step has no solution that Newton's method finds");
}

void LawSteps::advance(std::span<const double> linear) {
  std::copy(linear.begin(), linear.end(), past_.begin());
  earlier_scalars_ = last_scalars_;
  last_scalars_ = scalars_;
  for (std::size_t b = 0; b < n_scalars_; ++b) {
    Channel &channel = channels_[b];
    decay(channel);
    gather(channel);
    if (channel.by_rate)
      for (std::size_t a = 0; a < n_scalars_; ++a)
        past_[a] -= at_once_[a * n_scalars_ + b] * channel.old;
  }
  settle();
  for (std::size_t b = 0; b < n_scalars_; ++b)
    add(channels_[b], law_.value[b]);
}

} // namespace earshot
