#include "solver/sweep/law_steps.h"

#include <algorithm>
#include <cmath>
#include <numeric>

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
      heard_at_once_(n_scalars_), source_at_once_(n_scalars_), past_(n_scalars_ + 1), scalars_(n_scalars_),
      last_scalars_(n_scalars_), largest_(n_scalars_), rates_(n_scalars_), change_(n_scalars_),
      jacobian_(n_scalars_ * n_scalars_), law_(n_scalars_) {
  for (const Complex &pole : ports.responses.poles) {
    const Complex decay = std::exp(pole * step);
    decay_.push_back(decay.real());
    decay_i_.push_back(decay.imag());
  }
  std::vector<std::size_t> of_source;
  for (std::size_t a = 0; a < n_scalars_; ++a)
    of_source.push_back(ports.to_source(a));
  channels_.push_back(channel(ports, step, false, std::move(of_source)));
  for (std::size_t b = 0; b < n_scalars_; ++b) {
    std::vector<std::size_t> of_law;
    for (std::size_t a = 0; a < n_scalars_; ++a)
      of_law.push_back(ports.to_law(a, b));
    of_law.push_back(ports.heard(b));
    channels_.push_back(channel(ports, step, ports.by_rate[b], std::move(of_law)));
  }
  // What an input of 1 at the end of a step does at once: by its states, and by what needs none. The rate of
  // an input by rate is constant over the step, (new - old) / step.
  const auto at_once = [&](const Channel &channel, std::size_t row) {
    const std::size_t n = decay_.size();
    double sum = ports.responses.direct[channel.responses[row]];
    for (std::size_t k = 0; k < n; ++k)
      sum += channel.residues[row * n + k] * channel.from_new[k] -
             channel.residues_i[row * n + k] * channel.from_new_i[k];
    return channel.by_rate ? sum / step_ : sum;
  };
  for (std::size_t a = 0; a < n_scalars_; ++a) {
    source_at_once_[a] = at_once(channels_[0], a);
    for (std::size_t b = 0; b < n_scalars_; ++b)
      at_once_[a * n_scalars_ + b] = at_once(channels_[1 + b], a);
  }
  for (std::size_t b = 0; b < n_scalars_; ++b)
    heard_at_once_[b] = at_once(channels_[1 + b], n_scalars_);
}

LawSteps::Channel LawSteps::channel(const PortsInTime &ports, double step, bool by_rate,
                                    std::vector<std::size_t> responses) {
  const std::vector<Complex> &poles = ports.responses.poles;
  Channel channel;
  channel.by_rate = by_rate;
  channel.real.resize(poles.size());
  channel.imaginary.resize(poles.size());
  for (const Complex &pole : poles) {
    const Phi p = phi(pole * step);
    const Complex late = step * p.second, early = by_rate ? Complex(0) : step * p.first - late;
    const Complex whole = by_rate ? step * p.first : late;
    channel.from_old.push_back(early.real());
    channel.from_old_i.push_back(early.imag());
    channel.from_new.push_back(whole.real());
    channel.from_new_i.push_back(whole.imag());
  }
  for (const std::size_t response : responses)
    for (std::size_t k = 0; k < poles.size(); ++k) {
      const double times = poles[k].imag() == 0 ? 1 : 2;
      channel.residues.push_back(times * ports.responses.residues[response][k].real());
      channel.residues_i.push_back(times * ports.responses.residues[response][k].imag());
    }
  channel.responses = std::move(responses);
  return channel;
}

/// The states at the end of a step but for the input there.
void LawSteps::decay(Channel &channel) const {
  const double old = channel.by_rate ? 0 : channel.old;
  for (std::size_t k = 0; k < decay_.size(); ++k) {
    const double real = channel.real[k], imaginary = channel.imaginary[k];
    channel.real[k] = decay_[k] * real - decay_i_[k] * imaginary + channel.from_old[k] * old;
    channel.imaginary[k] = decay_[k] * imaginary + decay_i_[k] * real + channel.from_old_i[k] * old;
  }
}

/// @param input at the end of the step, or its rate
void LawSteps::add(Channel &channel, double input) {
  for (std::size_t k = 0; k < channel.real.size(); ++k) {
    channel.real[k] += channel.from_new[k] * input;
    channel.imaginary[k] += channel.from_new_i[k] * input;
  }
}

/// Adds what a channel's states give to each of its responses.
void LawSteps::gather(const Channel &channel, std::span<double> sums) const {
  const std::size_t n = decay_.size();
  for (std::size_t row = 0; row < channel.responses.size(); ++row) {
    const double *const real = channel.residues.data() + row * n, *const imaginary =
                                                                      channel.residues_i.data() + row * n;
    double sum = 0;
    for (std::size_t k = 0; k < n; ++k)
      sum += real[k] * channel.real[k] - imaginary[k] * channel.imaginary[k];
    sums[row] += sum;
  }
}

/// The laws' values and slopes at the scalars, with the rates that lead there from the step's beginning.
void LawSteps::evaluate_laws() {
  std::fill(law_.value.begin(), law_.value.end(), 0.0);
  std::fill(law_.slope.begin(), law_.slope.end(), 0.0);
  std::fill(law_.rate_slope.begin(), law_.rate_slope.end(), 0.0);
  for (std::size_t a = 0; a < n_scalars_; ++a)
    rates_[a] = (scalars_[a] - last_scalars_[a]) / step_;
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
          jacobian_[a * n + b] -=
              at_once_[a * n + c] * (law_.slope[c * n + b] + law_.rate_slope[c * n + b] / step_);
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

double LawSteps::advance(double source) {
  std::fill(past_.begin(), past_.end(), 0.0);
  last_scalars_ = scalars_;
  for (Channel &channel : channels_)
    decay(channel);
  gather(channels_[0], past_);
  for (std::size_t a = 0; a < n_scalars_; ++a)
    past_[a] += source_at_once_[a] * source;
  for (std::size_t b = 0; b < n_scalars_; ++b) {
    gather(channels_[1 + b], past_);
    if (channels_[1 + b].by_rate) {
      for (std::size_t a = 0; a < n_scalars_; ++a)
        past_[a] -= at_once_[a * n_scalars_ + b] * channels_[1 + b].old;
      past_.back() -= heard_at_once_[b] * channels_[1 + b].old;
    }
  }
  settle();
  add(channels_[0], source);
  channels_[0].old = source;
  double heard = past_.back();
  for (std::size_t b = 0; b < n_scalars_; ++b) {
    Channel &channel = channels_[1 + b];
    const double value = law_.value[b];
    heard += heard_at_once_[b] * value;
    add(channel, channel.by_rate ? (value - channel.old) / step_ : value);
    channel.old = value;
  }
  return heard;
}

} // namespace earshot
