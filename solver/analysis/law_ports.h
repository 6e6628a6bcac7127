#ifndef EARSHOT_ANALYSIS_LAW_PORTS_H
#define EARSHOT_ANALYSIS_LAW_PORTS_H

#include "solver/model/vents.h"
#include "solver/sweep/harmonic_balance.h"
#include "solver/sweep/summed_terms.h"

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// The whole earphone as its laws see it: what it does to the coils' displacements and currents (in turn,
/// driver by driver), then to the vents' volume displacements and to the pressures on diaphragms, to the
/// eardrum and to the housing when forces act on the coils, fluxes link with them, pressures act along the
/// vents, diaphragms take up volumes, or the source has 1 V RMS. All of it from the reduced model, each
/// frequency once.
///
/// The static limit is the answer at 1 Hz: slower leaks count as closed. No direct current flows.
class LawPorts {
public:
  /// @param reduced        must outlive it
  /// @param functions      the problem's coefficients, for a source of `source_voltage` [V] RMS
  /// @param drivers        whose coils are ports, with the outputs coil_displacement.<driver> and
  ///                       coil_current.<driver> (behind a network current.<driver>)
  /// @param vents          of the outputs vent_output(vent)
  /// @param area_drivers   of the outputs pressure_jump.<driver>
  /// @throws std::out_of_range when an output is missing
  LawPorts(const ReducedModel &reduced, CoefficientFunctions functions, double source_voltage,
           const std::vector<std::string> &drivers, const std::vector<Vent> &vents = {},
           const std::vector<std::string> &area_drivers = {});

  static constexpr double static_frequency = 1; ///< [Hz]

  std::size_t n_scalars() const { return ports_.size(); }
  std::size_t n_coils() const { return listeners_.size() - 1; }
  /// For a balance: level 1 is 1 V RMS; scalars are peak phasors.
  const LinearResponse &at(double omega) const;
  /// RMS pressure at the eardrum [Pa] that a source's voltage (RMS) and laws' values (peak phasors) make.
  Complex eardrum(double omega, double voltage, std::span<const Complex> laws) const;
  /// Whether the model knows what drivers do to the housing.
  bool have_reactions() const;
  /// Force with which a driver's moving parts push the housing towards its front [N RMS], likewise.
  Complex reaction(std::size_t driver, double omega, double voltage, std::span<const Complex> laws) const;

private:
  /// An output that a law acts on, as a load of the same vector and coefficient.
  struct Port {
    std::size_t output;
    bool is_current = false;
    /// Of the output to the law's value, beside the reduced model's answer.
    std::function<Complex(double omega)> own{};
  };
  /// A sum of outputs that no law acts on.
  using Listener = std::vector<std::size_t>;
  struct Heard {
    Complex source;                ///< of 1 V RMS
    std::vector<Complex> transfer; ///< RMS of a law's peak phasor
  };
  struct Answer {
    LinearResponse scalars;
    std::vector<Heard> heard; ///< by listener
  };
  const Answer &answer(double omega) const;
  Answer solve(double omega) const;
  Complex heard(std::size_t listener, double omega, double voltage, std::span<const Complex> laws) const;

  const ReducedModel &reduced_;
  GatheredTerms terms_;
  CoefficientFunctions functions_;
  double source_voltage_;
  std::vector<Port> ports_;
  std::vector<Listener> listeners_; ///< the eardrum, then the drivers' reactions
  mutable std::map<double, Answer> answers_;
};

} // namespace earshot

#endif
