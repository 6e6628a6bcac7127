#ifndef EARSHOT_MODEL_AIR_LOSSES_H
#define EARSHOT_MODEL_AIR_LOSSES_H

#include "solver/config/case.h"
#include "solver/materials/loss_model.h"
#include "solver/mesh/air_mesh.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/mesh/mouths.h"
#include "solver/mesh/uniform_section.h"
#include "solver/physics/acoustics/air_terms.h"

#include <string>
#include <vector>

namespace earshot {

/// How each volume of the air loses power to its walls, and why.
struct AirLosses {
  struct Wall {
    std::string surface;
    double area;       ///< [m2]
    double small_gap;  ///< to the next wall: a tenth of the area has less [m]; infinite: no wall there
    double usual_gap;  ///< half of the area has less [m]
    bool layered;      ///< has boundary layers; else its losses are in the volume's fluid
    LossChoice judged; ///< of the layers
  };
  struct Volume {
    std::string name;
    UniformSection section;
    bool stated; ///< its model stands in the case
    VolumeModel model;
    double width;          ///< [m] of a tube or slit
    LossChoice judged;     ///< error of that model, as far as it is known
    std::vector<Gap> gaps; ///< before its walls
    double mouths;         ///< ends that open into wider air, of a tube or slit
    std::vector<Wall> walls;
  };
  Band band;
  std::vector<Volume> volumes;
  std::vector<MeshFacts::VolumeMouths> mouths; ///< as the mesh has them, of every volume with ends
};

/// What each surface of a mesh is to the air's motion.
std::vector<SurfaceRole> surface_roles(const Case &config, const AirMesh &mesh);

/// Chooses losses for every volume by air.losses. What the case states for a volume or surface stays.
/// The same on every rank, as the mesh is.
AirLosses choose_losses(const Case &config, const AirMesh &mesh, const AirProperties &air);

/// Writes the choice to what the coefficients know of the mesh.
void note_losses(const AirLosses &losses, const AirProperties &air, MeshFacts &facts);

/// Volumes and walls with their gaps, models and expected errors, as a table.
std::string describe_losses(const AirLosses &losses, const AirProperties &air);

/// A volume for which no model of losses is good enough.
struct LossDoubt {
  std::string volume;
  LossChoice judged;     ///< the model that it has all the same
  std::vector<Gap> gaps; ///< before its walls
  std::string text;      ///< a sentence that says so
};

/// The same on every rank.
std::vector<LossDoubt> loss_doubts(const AirLosses &losses, const Case &config);

/// Volumes for which no model is good enough, and stated ones that the mesh contradicts, a sentence each.
std::vector<std::string> loss_warnings(const AirLosses &losses, const Case &config);

/// What the air of a case is made of and bounded by.
AirModel air_model(const Case &config, const AirProperties &air, const MeshFacts &facts);

} // namespace earshot

#endif
