#ifndef EARSHOT_STUDY_MODEL_H
#define EARSHOT_STUDY_MODEL_H

#include "solver/config/case.h"
#include "solver/fem/air_space.h"
#include "solver/fem/shell_space.h"
#include "solver/fem/unknowns.h"
#include "solver/materials/air.h"
#include "solver/materials/circuit.h"
#include "solver/mesh/profile.h"
#include "solver/physics/ears/ears.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// One driver of the coupled problem.
struct Driver {
  DriverConfig config;
  int surface = -1;                  ///< index into the air mesh's surfaces
  ShellAxis axis;                    ///< centre of the rim, direction to the front
  std::unique_ptr<ShellSpace> shell; ///< empty for a piston
  int structure_field = -1, current_field = -1;
};

/// A case turned into meshes, fields and terms: everything between the config and the FrequencyProblem.
class Model {
public:
  /// Builds fields and terms on a mesh. Collective. @throws UserError
  Model(Case config, std::shared_ptr<const AirMesh> mesh, MPI_Comm communicator);

  const Case &config() const { return config_; }
  const AirProperties &air_properties() const { return air_properties_; }
  const AirSpace &air() const { return *air_; }
  const std::vector<Driver> &drivers() const { return drivers_; }
  const Unknowns &unknowns() const { return unknowns_; }
  const FrequencyProblem &problem() const { return problem_; }
  /// What the user should know of the model, a sentence each.
  const std::vector<std::string> &warnings() const { return warnings_; }

  /// Pressure at every node of the air mesh [Pa].
  std::vector<Complex> node_pressures(std::span<const Complex> solution) const;
  /// Displacement of every node of a driver's shell, x, y, z in turn [m].
  std::vector<Complex> shell_displacements(const Driver &driver, std::span<const Complex> solution) const;
  /// Largest peak displacement along the axis of a driver's diaphragm [m] (root two times the RMS phasor's).
  double peak_excursion(const Driver &driver, std::span<const Complex> solution) const;

private:
  void declare_drivers();
  void declare_ear();
  EarEnd add_table(const EarConfig &ear);
  void add_air();
  void add_driver(Driver &driver);
  void add_shell(Driver &driver);
  SparseVector coil_weights(const Driver &driver) const;
  void add_motor(const Driver &driver);
  void add_source();
  void add_ear();
  void add_probes();
  SparseVector mean_pressure(int surface) const;

  Case config_;
  MPI_Comm communicator_;
  AirProperties air_properties_;
  std::unique_ptr<AirSpace> air_;
  std::vector<Driver> drivers_;
  Circuit ear_circuit_;
  std::string eardrum_node_;
  Unknowns unknowns_;
  int air_field_ = -1, ear_field_ = -1;
  FrequencyProblem problem_;
  std::vector<std::string> warnings_;
};

} // namespace earshot

#endif
