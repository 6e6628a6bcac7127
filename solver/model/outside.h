#ifndef EARSHOT_MODEL_OUTSIDE_H
#define EARSHOT_MODEL_OUTSIDE_H

#include "solver/circuit/circuit.h"
#include "solver/config/case.h"
#include "solver/materials/air.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/results/response.h"

#include <complex>
#include <span>
#include <string>
#include <vector>

namespace earshot {

/// Sound from outside at the place of a circuit where it comes in: at an acoustic node the volume velocity
/// that an opening sends into it [m3/(s Pa)], at a mechanical one the force [m2], both per pressure outside.
/// An opening of admittance Y takes the flow Y (p - p_b) out of its node, where p_b is the pressure outside
/// of the closed opening; see opening_coefficient.
struct ExteriorSource {
  std::string name; ///< of the opening, or "housing"
  std::string node;
  FrequencyLaw strength;
  double area =
      0; ///< of an opening [m2]; the air in it moves with strength / area times the pressure at the node
};

/// Whether a case has an isolation analysis, for which its model has outputs of sound from outside.
bool asks_for_isolation(const Case &config);

/// Radiation from a round opening [m3/(s Pa)], nothing through a closed one.
Admittance radiation_admittance(const NetworkElementConfig &radiation, const AirProperties &air);

/// Area of the passage past the tip [m2].
double leak_area(const LeakConfig &leak);

/// [leak] and [housing], as far as they are given, at the node where the ear begins.
///
/// The leak is a narrow tube or slit with flanged radiation at its end. The housing is a rigid body of
/// velocity v towards the eardrum with the mass m, on skin of stiffness k and damping r per area:
///     (i w m + A_contact (r + k/(i w))) v = S_outer p_outside - S_canal p_canal,
/// which sends S_canal v into the canal. Left out: what pressures inside of the earphone and the motor's
/// reaction do to the housing.
std::vector<ExteriorSource> add_wearing(Circuit &circuit, const std::string &node, const Case &config,
                                        const AirProperties &air);

/// Length of the canal [m] from the entrance to the plane where a model of the ear begins, of 25 mm in all.
double canal_before(EarModel ear_model);

/// An opening to the outside as its monitor sees it.
struct OpeningSize {
  std::string name;
  double area = 0; ///< [m2]
};

/// The openings of a case in the order of openings_of. @param facts of its mesh; of a case without one: empty
std::vector<OpeningSize> opening_sizes(const Case &config, const MeshFacts &facts);

/// The air in an opening at the frequencies of a response. @param velocities mean peaks [m/s]
OpeningSeries opening_series(const OpeningSize &opening, const AirProperties &air,
                             std::span<const double> frequencies_hz, std::vector<double> velocities);

/// The open-ear reference: pressure at the open ear's eardrum per pressure p_b outside of its closed
/// entrance: flanged radiation, a round canal with its losses, the case's ear. @throws UserError for a table
/// that can't be used
std::vector<std::complex<double>> open_ear_reference(const Case &config, const IsolationConfig &isolation,
                                                     const AirProperties &air,
                                                     const std::vector<double> &frequencies);

} // namespace earshot

#endif
