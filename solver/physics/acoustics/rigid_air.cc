#include "solver/physics/acoustics/rigid_air.h"

#include <cmath>

namespace earshot {

void add_rigid_air(const AirSpace &space, const AirMatrices &matrices, const AirProperties &properties,
                   const std::vector<std::string> &passages, FrequencyProblem &problem) {
  const double rho = properties.density, bulk_modulus = properties.bulk_modulus();
  const AirMesh &mesh = space.mesh();
  for (std::size_t v = 0; v < mesh.volumes.size(); ++v) {
    const auto air = matrices.volume({static_cast<int>(v)});
    problem.terms.push_back({"air stiffness",
                             mesh.volumes[v],
                             {"1/(rho w^2)", [=](double omega) { return 1 / (rho * omega * omega); }},
                             air.stiffness,
                             ""});
    problem.terms.push_back({"air mass",
                             mesh.volumes[v],
                             {"-1/(rho c^2)", [=](double) { return -1 / bulk_modulus; }},
                             air.mass,
                             ""});
  }
  for (const std::string &passage : passages) {
    const int surface = mesh.surface_index(passage);
    const double penalty = 1e6 / std::sqrt(space.area(surface)); // [1/m]; exact to about one part in 1e6
    problem.terms.push_back(
        {"passage",
         passage,
         {"penalty/(rho w^2)", [=](double omega) { return penalty / (rho * omega * omega); }},
         matrices.jump_mass(surface),
         ""});
  }
}

} // namespace earshot
