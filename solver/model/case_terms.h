#ifndef EARSHOT_MODEL_CASE_TERMS_H
#define EARSHOT_MODEL_CASE_TERMS_H

#include "solver/algebra/problem_builder.h"
#include "solver/config/case.h"
#include "solver/fem/air_space.h"
#include "solver/fem/unknowns.h"
#include "solver/fem/wall_profiles.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/model/driver.h"
#include "solver/model/moving_housing.h"
#include "solver/model/thermoviscous_regions.h"
#include "solver/physics/transducers/lumped_motor.h"

#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// Where the fields of a case live: what its matrices are assembled on.
struct CaseFields {
  MPI_Comm communicator;
  const AirSpace *air; ///< nothing without a mesh
  const ThermoviscousRegions &thermoviscous;
  const std::vector<Driver> &drivers;
  const Unknowns &unknowns;
  int air_field, ear_field;               ///< ear_field: -1 where the ear is at a node of the network
  int network_field;                      ///< -1 without [network]
  int surplus_field = -1;                 ///< of `air`; -1 without one
  const MovingHousing *housing = nullptr; ///< nothing where the housing rests
  /// Of the sequential volumes; nothing without.
  std::shared_ptr<const WallProfiles> profiles = nullptr;

  /// Global number of an unknown of the air, surplus included.
  std::function<Index(Index)> air_numbers() const;
};

/// What the coefficients need to know of the meshes. Collective; the same on every rank.
MeshFacts facts_of(const AirSpace &air, const std::vector<Driver> &drivers);

/// The numbers of a driver's motor, without its places among the unknowns.
LumpedMotor motor_of(const Case &config, const DriverConfig &driver);

/// Adds every term, load and output of a case: the one place that says what a case consists of.
/// @param fields  nothing where `problem` is an outline
/// @throws UserError
void add_case_terms(const Case &config, const MeshFacts &facts, const CaseFields *fields,
                    ProblemBuilder problem);

/// Potential of a node of the case's [network].
Quantity network_node(const std::string &node);

/// The coefficients of a design in the order of the FrequencyProblem of a Model with the same geometry,
/// without mesh, unknowns or assembly. @throws UserError
CoefficientFunctions coefficient_functions(const Case &config, const MeshFacts &facts);

/// What the matrices of a case depend on, as text: everything that the config says apart from numbers that
/// are in coefficients alone, and the list of terms. Two designs on one mesh whose signatures are equal share
/// every matrix and vector. Shell meshes follow the bending waves of the design that they were made for: they
/// are part of "one mesh", not of the signature. @throws UserError
std::string matrix_signature(const Case &config, const MeshFacts &facts);

/// Whether `changed` differs from `base`, which `facts` belong to, in coefficients alone.
bool same_matrices(const Case &base, const Case &changed, const MeshFacts &facts);

} // namespace earshot

#endif
