#ifndef EARSHOT_TESTS_SUPPORT_THERMOVISCOUS_PROBLEM_H
#define EARSHOT_TESTS_SUPPORT_THERMOVISCOUS_PROBLEM_H

#include "solver/fem/unknowns.h"
#include "solver/physics/acoustics/air_terms.h"
#include "solver/physics/thermoviscous/thermoviscous_terms.h"
#include "tests/support/quantities.h"
#include "tests/support/solved_problem.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace earshot::testing {

/// How a wall moves with its one unknown: direction and share of a node at a place, nothing where the wall
/// stands still.
using WallMotion = std::function<dealii::Tensor<1, 3>(const std::array<double, 3> &)>;

/// Air with thermoviscous volumes, driven by a uniform velocity through named surfaces of the other air or by
/// a force on a wall.
class ThermoviscousProblem : public SolvedProblem {
public:
  /// @param volumes  names of the thermoviscous ones; `model` must not have them yet
  /// @param motion  of a wall; null: all stand still
  ThermoviscousProblem(const AirMesh &mesh, AirModel model, const std::vector<std::string> &volumes,
                       const WallMotion &motion = nullptr)
      : air_(std::make_shared<const AirMesh>(mesh), MPI_COMM_WORLD, indices(mesh, volumes),
             joints(mesh, model)),
        space_(air_, {mesh.surface_index("symmetry")}), unknowns_(MPI_COMM_WORLD) {
    air_field_ = unknowns_.add_field("air", air_.n_owned());
    displacement_field_ = unknowns_.add_field("displacement", space_.displacement().owned);
    temperature_field_ = unknowns_.add_field("temperature", space_.temperature().owned);
    pressure_field_ = unknowns_.add_field("pressure", space_.pressure().owned);
    wall_field_ = unknowns_.add_replicated_field("wall", motion ? 1 : 0);
    problem_.partition = unknowns_.partition();
    problem_.blocks = unknowns_.blocks();
    for (const std::string &name : volumes) {
      VolumeConfig volume;
      volume.name = name;
      volume.model = VolumeModel::thermoviscous;
      model.volumes.push_back(volume);
    }
    SurfaceConfig symmetry;
    symmetry.name = std::string("symmetry");
    symmetry.model = SurfaceModel::symmetry;
    model.surfaces.push_back(symmetry);
    const auto air_number = unknowns_.numbering(air_field_);
    add_profiles(air_, {2 * std::numbers::pi * 20, 2 * std::numbers::pi * 20e3}, model);
    add_air_terms(AirMatrices(air_, problem_.partition, air_number), model, problem_);
    ViscousNumbering numbering{unknowns_.numbering(displacement_field_),
                               unknowns_.numbering(temperature_field_), unknowns_.numbering(pressure_field_)};
    for (std::size_t node = 0; motion && node < mesh.nodes.size(); ++node)
      if (const auto share = motion(mesh.nodes[node]); share.norm() > 0)
        numbering.moving[static_cast<int>(node)] = {{unknowns_.global(wall_field_, 0), share}};
    for (const std::string &name : volumes) {
      const int volume = mesh.volume_index(name);
      add_thermoviscous_terms(
          name, model.properties,
          [&] { return thermoviscous_matrices(space_, volume, numbering, problem_.partition); },
          [&] { return thermoviscous_interface(space_, volume, numbering, air_number, problem_.partition); },
          problem_);
    }
    add_joint_layers(
        model.properties, [&] { return joint_layers(air_, air_number, problem_.partition); }, problem_);
  }

  /// 1 m/s into the air through a surface, as AirProblem::drive().
  void drive(const std::string &surface) {
    SparseVector vector = mean(surface);
    for (auto &[unknown, weight] : vector)
      weight *= air_.area(air_.mesh().surface_index(surface));
    problem_.loads.push_back(
        {"velocity", {"-v/(i w)", [](double omega) { return Complex(0, 1) / omega; }}, std::move(vector)});
  }

  /// 1 N on the wall that moves, and asks for its displacement.
  void push_wall() {
    const SparseVector wall = {{unknowns_.global(wall_field_, 0), 1.0}};
    const Coefficient one{"1", [](double) { return Complex(1); }};
    problem_.loads.push_back({"force", one, wall});
    problem_.outputs.push_back({quantity::piston("wall"), one, wall});
  }

  /// Asks for the mean pressure over a surface of the other air.
  void probe(const std::string &surface) {
    problem_.outputs.push_back(
        {quantity::probe(surface), {"1", [](double) { return Complex(1); }}, mean(surface)});
  }

  /// Asks for the pressure of thermoviscous air at the vertex nearest to a point.
  void probe_at(const std::array<double, 3> &point) {
    const std::vector<Index> number = space_.pressure_of_node();
    double nearest = std::numeric_limits<double>::infinity();
    Index unknown = no_unknown;
    for (std::size_t node = 0; node < number.size(); ++node) {
      const auto &x = air_.mesh().nodes[node];
      const double distance = std::hypot(x[0] - point[0], x[1] - point[1], x[2] - point[2]);
      if (number[node] != no_unknown && distance < nearest) {
        nearest = distance;
        unknown = number[node];
      }
    }
    problem_.outputs.push_back({quantity::probe("point"),
                                {"1", [](double) { return Complex(1); }},
                                {{unknowns_.global(pressure_field_, unknown), 1.0}}});
  }

  const AirSpace &air() const { return air_; }
  const ViscousSpace &space() const { return space_; }

private:
  static std::set<int> joints(const AirMesh &mesh, const AirModel &model) {
    std::set<int> result;
    for (const SurfaceConfig &surface : model.surfaces)
      if (surface.model.value != SurfaceModel::wall)
        result.insert(mesh.surface_index(surface.name));
    return result;
  }
  static std::vector<int> indices(const AirMesh &mesh, const std::vector<std::string> &volumes) {
    std::vector<int> result;
    for (const std::string &name : volumes)
      result.push_back(mesh.volume_index(name));
    return result;
  }
  SparseVector mean(const std::string &surface) const {
    SparseVector vector = air_.mean_pressure(air_.mesh().surface_index(surface));
    for (auto &[unknown, weight] : vector)
      unknown = unknowns_.global(air_field_, unknown);
    return vector;
  }

  AirSpace air_;
  ViscousSpace space_;
  Unknowns unknowns_;
  int air_field_ = -1, displacement_field_ = -1, temperature_field_ = -1, pressure_field_ = -1,
      wall_field_ = -1;
};

} // namespace earshot::testing

#endif
