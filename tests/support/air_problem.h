#ifndef EARSHOT_TESTS_SUPPORT_AIR_PROBLEM_H
#define EARSHOT_TESTS_SUPPORT_AIR_PROBLEM_H

#include "solver/fem/unknowns.h"
#include "solver/physics/acoustics/air_terms.h"
#include "tests/support/quantities.h"
#include "tests/support/solved_problem.h"

namespace earshot::testing {

/// Air alone, driven by unit volume velocity through named surfaces: what the verification cases share.
class AirProblem : public SolvedProblem {
public:
  AirProblem(const AirMesh &mesh, const AirModel &model, AirSpace::Surplus surplus = AirSpace::Surplus::none)
      : space_(std::make_shared<const AirMesh>(mesh), MPI_COMM_WORLD, {}, {}, surplus),
        unknowns_(MPI_COMM_WORLD), field_(unknowns_.add_field("air", space_.n_owned())) {
    if (surplus != AirSpace::Surplus::none)
      surplus_ = unknowns_.add_field("air surplus", space_.n_surplus_owned());
    problem_.partition = unknowns_.partition();
    problem_.blocks = unknowns_.blocks();
    AirModel with_profiles = model;
    add_profiles(space_, {2 * std::numbers::pi * 20, 2 * std::numbers::pi * 20e3}, with_profiles);
    add_air_terms(AirMatrices(space_, problem_.partition, [this](Index i) { return number(i); }),
                  with_profiles, problem_);
    profiles_ = with_profiles.sequential.profiles;
  }

  /// Uniform velocity of 1 m/s into the air through a surface: outward displacement u_n = -1/(i w), and the
  /// air's rows hold int q u_n.
  void drive(const std::string &surface) {
    SparseVector vector = mean(surface);
    const double area = space_.area(space_.mesh().surface_index(surface));
    for (auto &[unknown, weight] : vector)
      weight *= area;
    problem_.loads.push_back(
        {"velocity", {"-v/(i w)", [](double omega) { return Complex(0, 1) / omega; }}, std::move(vector)});
  }

  /// Asks for the mean pressure over a surface.
  void probe(const std::string &surface) {
    problem_.outputs.push_back(
        {quantity::probe(surface), {"1", [](double) { return Complex(1); }}, mean(surface)});
  }

  const AirSpace &space() const { return space_; }
  /// Global number of an unknown of the air.
  Index number(Index unknown) const {
    return unknown < space_.n_unknowns() ? unknowns_.global(field_, unknown)
                                         : unknowns_.global(surplus_, unknown - space_.n_unknowns());
  }
  int surplus_field() const { return surplus_; }
  /// Of the sequential volumes, for 20 Hz to 20 kHz.
  const WallProfiles &profiles() const { return *profiles_; }

private:
  SparseVector mean(const std::string &surface) const {
    SparseVector vector = space_.mean_pressure(space_.mesh().surface_index(surface));
    for (auto &[unknown, weight] : vector)
      unknown = number(unknown);
    return vector;
  }

  AirSpace space_;
  Unknowns unknowns_;
  int field_, surplus_ = -1;
  std::shared_ptr<const WallProfiles> profiles_;
};

} // namespace earshot::testing

#endif
