#ifndef EARSHOT_FIT_LUMPED_LEVELS_H
#define EARSHOT_FIT_LUMPED_LEVELS_H

#include "solver/circuit/circuit.h"
#include "solver/config/case.h"
#include "solver/fit/level_model.h"
#include "solver/materials/air.h"
#include "solver/model/network_wiring.h"

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// The level of a case that is a network alone, by dense nodal analysis A x = b.
///
/// Derivatives are those of the solved system: with the output y = c^T x and the adjoint A^T z = c,
///
///     dy/dp = z^T (db/dp - dA/dp x),
///
/// one more solve with the same factors for all numbers. Entries that go with a power of the number (values
/// of dampers, masses, pistons) are differentiated as such, all others (viscous tubes, walls of cavities,
/// tables) by central differences, about 1e-9 relative. Elements that no number changes are evaluated once.
class LumpedLevels : public LevelModel {
public:
  /// @param config of the state, whose numbers `keys` are to be changed
  /// @param scales  size of each number, in its unit, for the steps of the differences
  /// @throws UserError where the network can't be built or solved, or doesn't have what is asked for
  LumpedLevels(Case config, std::vector<std::string> keys, std::vector<double> scales,
               MeasuredQuantity quantity, const std::vector<double> &frequencies_hz);

  LevelAnswer answer(std::span<const double> values, bool with_slopes) const override;

private:
  using Complex = std::complex<double>;

  /// The network with some values. Its elements are the same ones for all values.
  struct Variant {
    double voltage, output_impedance; ///< of the source
    BuiltNetwork network;
  };
  /// Variants at half a step to either side of some numbers that share no element.
  struct Neighbours {
    Variant below, above;
    std::map<std::size_t, double> steps; ///< of each number
  };

  /// What a number changes.
  struct Dependence {
    std::vector<std::size_t> elements;
    std::vector<int> powers; ///< of the number, which each element's entries go with; empty: they don't
    bool is_in_source = false;
  };

  Variant variant(std::vector<double> values) const;
  std::vector<double> values_of_case() const;
  Neighbours neighbours(std::span<const double> values, const std::vector<std::size_t> &numbers) const;
  void find_groups();
  void find_output(const Variant &nominal);
  void find_dependence(const Variant &nominal);
  Dependence dependence_on(std::size_t number, const Variant &nominal) const;
  void add_to(std::vector<Complex> &matrix, const Circuit &circuit, std::size_t element, double omega) const;
  /// z^T A_e x of an element.
  Complex product(const Circuit::Element &element, double omega, const std::vector<Complex> &x,
                  const std::vector<Complex> &z) const;
  /// z^T (db/dp - dA/dp x) of a number, by powers or by differences.
  Complex power_change(const Variant &own, std::size_t number, double value, double omega,
                       const std::vector<Complex> &x, const std::vector<Complex> &z) const;
  Complex change(const Neighbours &neighbours, std::size_t number, double omega,
                 const std::vector<Complex> &x, const std::vector<Complex> &z) const;
  /// What is measured of a variant whose unknown `output_` is y; V/i - R of an impedance.
  Complex measured(const Variant &variant, Complex y) const;
  /// Its derivative by a number that changes y by dy and may change the source, too. @param step of the
  /// number
  Complex measured_slope(const Variant &below, const Variant &above, Complex y, Complex dy,
                         double step) const;
  std::size_t number(const Circuit::Place &place) const {
    return place.is_branch ? n_nodes_ + place.index : place.index;
  }

  Case config_;
  std::vector<std::string> keys_;
  std::vector<double> scales_;
  MeasuredQuantity quantity_;
  std::vector<double> omega_;
  AirProperties air_;
  std::size_t n_nodes_ = 0, size_ = 0; ///< of the network; unknowns
  std::size_t output_ = 0;             ///< unknown that is read
  std::vector<Dependence> dependent_;  ///< of each number
  /// Numbers that go by differences, by groups that may change at once: those of a group share no element
  /// (Curtis, Powell, Reid, J. Inst. Math. Appl. 13, 1974).
  std::vector<std::vector<std::size_t>> groups_;
  std::vector<std::size_t> changing_;       ///< those that any changes
  std::vector<std::vector<Complex>> fixed_; ///< the other elements' matrix at each frequency
};

} // namespace earshot

#endif
