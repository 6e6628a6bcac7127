#ifndef EARSHOT_PHYSICS_EARS_HUDDE_ENGEL_H
#define EARSHOT_PHYSICS_EARS_HUDDE_ENGEL_H

#include "solver/algebra/types.h"

namespace earshot {

/// Parameters of Hudde and Engel's middle ear: Acustica - acta acustica 84 (1998) 720-738, 894-913,
/// 1091-1108; values of the adult ear as tabulated in the COMSOL Acoustics Module User's Guide 6.4,
/// table 2-8. Acoustic units Pa s/m^3, kg/m^4, m^3/Pa; mechanical N s/m, kg, m/N.
struct HuddeEngelParameters {
  struct Cavities {
    double tympanic_resistance = 2e6, tympanic_volume = 0.5e-6;
    double aditus_resistance = 1.7e6, aditus_mass = 880;
    double antrum_volume = 0.8e-6;
    double mastoid_volume = 8e-6, mastoid_quality = 0.4, mastoid_frequency = 3500;
  } cavities;
  struct Drum {
    double shunt_resistance = 4e7, shunt_compliance = 5e-12, shunt_mass = 2400;
    double mass_frequency = 1900;
    double shunt_phase_frequency = 8000, shunt_phase_slope = 1.4; ///< slope per unit of natural logarithm
    double area_low = 38e-6, area_high = 2e-6, area_quality = 1.3, area_frequency = 2200;
    double area_phase_frequency = 1500, area_phase_slope = -1.2; ///< slope per unit of natural logarithm
  } drum;
  struct Ossicles {
    double compliance = 3e-3, mass = 7e-6;
    double coupling_compliance = 0.5e-3, coupling_resistance = 0.08;
    double free_resistance = 0.02, free_mass = 12e-6;
    double joint_compliance = 0.04e-3, joint_resistance = 1.0;
  } ossicles;
  struct Stapes {
    double resistance = 18e-3, mass = 3e-6, compliance = 1.2e-3;
    double cochlea_resistance = 70e-3, cochlea_mass = 10e-6, cochlea_compliance = 11e-3;
  } stapes;
};

/// Acoustic input impedance of the human eardrum with the middle ear behind it [Pa s/m^3]; meant for 100 Hz
/// to 16 kHz. The cavities are in series with the drum: an acoustic shunt (the part of the drum that the
/// malleus does not follow) beside the ossicles seen through the drum's effective area.
/// @param air_bulk_modulus gamma P0 of the air in the cavities [Pa]
Complex hudde_engel_impedance(double omega, double air_bulk_modulus,
                              const HuddeEngelParameters &parameters = {});

} // namespace earshot

#endif
