#ifndef EARSHOT_MODEL_MODEL_H
#define EARSHOT_MODEL_MODEL_H

#include "solver/config/case.h"
#include "solver/fem/air_space.h"
#include "solver/fem/unknowns.h"
#include "solver/materials/air.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/model/air_losses.h"
#include "solver/model/case_terms.h"
#include "solver/model/driver.h"
#include "solver/model/thermoviscous_regions.h"
#include "solver/physics/ears/ears.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A case turned into meshes, fields and terms: everything between the config and the FrequencyProblem.
class Model {
public:
  /// Builds fields and terms on a mesh. Collective. @throws UserError
  /// @param mesh  nothing for a case that is a network alone
  /// @param like  divides its diaphragms into as many elements as this model's; null: as the case asks
  Model(Case config, std::shared_ptr<const AirMesh> mesh, MPI_Comm communicator, const Model *like = nullptr);
  ~Model();

  const Case &config() const { return config_; }
  const AirProperties &air_properties() const { return air_properties_; }
  MPI_Comm communicator() const { return communicator_; }
  bool has_mesh() const { return air_ != nullptr; }
  const AirSpace &air() const { return *air_; } ///< of a case with a mesh
  const std::vector<Driver> &drivers() const { return drivers_; }
  const Unknowns &unknowns() const { return unknowns_; }
  const MeshFacts &facts() const { return facts_; }
  CaseFields fields() const; ///< refers to the model
  const MovingHousing *housing() const { return housing_ ? &*housing_ : nullptr; }
  const AirLosses &losses() const { return losses_; }
  const FrequencyProblem &problem() const { return problem_; }
  /// What the user should know of the model, a sentence each.
  const std::vector<std::string> &warnings() const { return warnings_; }
  /// What was done that needs no warning, likewise.
  const std::vector<std::string> &notes() const { return notes_; }

  /// Pressure at every node of the air mesh [Pa]; of thermoviscous air where no other air touches.
  std::vector<Complex> node_pressures(std::span<const Complex> solution) const;
  /// Displacement of every node of a driver's shell, x, y, z in turn [m].
  std::vector<Complex> shell_displacements(const Driver &driver, std::span<const Complex> solution) const;
  /// The same of a housing's elastic walls.
  std::vector<Complex> wall_displacements(std::span<const Complex> solution) const;

private:
  std::vector<Complex> displacements(const ShellSpace &shell, int field,
                                     std::span<const Complex> solution) const;
  void declare_air(const std::shared_ptr<const AirMesh> &mesh);
  void declare_drivers(const Model *like);
  void declare_ear();
  void declare_network();
  void warn_of_ear(const std::optional<EarEnd> &ear);
  void declare_housing();
  void choose_air_models();
  void note_housing();
  void note_rest_states();
  void make_profiles();

  Case config_;
  MPI_Comm communicator_;
  AirProperties air_properties_;
  std::unique_ptr<AirSpace> air_; ///< nothing without a mesh
  std::vector<Driver> drivers_;
  Unknowns unknowns_;
  ThermoviscousRegions thermoviscous_;
  int air_field_ = -1, ear_field_ = -1, network_field_ = -1;
  std::optional<MovingHousing> housing_;
  AirLosses losses_;
  MeshFacts facts_;
  std::shared_ptr<const WallProfiles> profiles_; ///< of the sequential volumes
  FrequencyProblem problem_;
  std::vector<std::string> warnings_, notes_;
};

} // namespace earshot

#endif
