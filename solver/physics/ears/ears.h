#ifndef EARSHOT_PHYSICS_EARS_EARS_H
#define EARSHOT_PHYSICS_EARS_EARS_H

#include "solver/circuit/circuit.h"
#include "solver/physics/ears/hudde_engel.h"
#include "solver/physics/ears/impedance_table.h"

#include <optional>

namespace earshot {

/// What a response measured at an ear needs to know.
struct EarEnd {
  std::string pressure_node;    ///< node whose pressure is the eardrum's or the microphone's
  double lowest_hz, highest_hz; ///< band the model is meant for
};

/// Element values of the occluded-ear simulator IEC 60318-4 (711 coupler) as a ladder: M1 in series, C1 to
/// ground, R2-M2-C2 to ground, M3 in series, C3, R4-M4-C4, M5 in series, C5 = microphone. Gazzola et al.,
/// JASA 155 (2024), table 2, doi 10.1121/10.0024939. The resistances in the series arms are zero in the
/// conventional circuit; the paper's optional values 4.22e5, 4.22e5 and 3.22e6 damp the half-wave
/// resonance at 13.5 kHz. Units Pa s/m^3, kg/m^4, m^3/Pa.
struct Iec60318Parameters {
  double mass[5] = {82.9, 9400, 130.3, 983.8, 133.4};
  double compliance[5] = {0.7e-12, 2.34e-12, 1.5e-12, 2.73e-12, 1.517e-12};
  double branch_resistance[2] = {55.66e6, 27.99e6}; ///< R2, R4
  double series_resistance[3] = {0, 0, 0};          ///< R1, R3, R5
};

/// All ears attach to `node` of an acoustic circuit and book their losses under "ear".

/// Nodes "ear.1", "ear.2", "ear.3" are added. Meant for 100 Hz to 10 kHz; its input is the coupler's
/// reference plane. @return the microphone's node, across C5
EarEnd add_iec60318_4(Circuit &circuit, const std::string &node, const Iec60318Parameters &parameters = {});

/// The same coupler as tubes and slits with the dimensions of the meshed one, from the reference plane to the
/// microphone. The slot into the first volume feeds a ring at one place, so that this volume is no mere
/// compliance: the way around it, two halves of 24 mm, has the mass that decides near 1 kHz. Within 0.06 dB
/// of the mesh in input and transfer impedance from 100 Hz to 10 kHz, the band it is meant for.
EarEnd add_iec711_tubes(Circuit &circuit, const std::string &node, const AirProperties &air);

/// Human eardrum at `node`. @param air_bulk_modulus of the air in the middle ear [Pa]
EarEnd add_hudde_engel(Circuit &circuit, const std::string &node, double air_bulk_modulus,
                       const HuddeEngelParameters &parameters = {});

/// Impedance of a table between `node` and ground [Pa s/m^3].
EarEnd add_impedance_table(Circuit &circuit, const std::string &node, const ImpedanceTable &table);

/// Ear of ITU-T P.57 (06/2021) type 4.3: a passage of the canal's sections (areas after table B.2, round ones
/// of equal area) from the reference plane, 17.33 mm from the canal's tip along its centre line, to the drum
/// reference point at 4.021 mm, where the drum's circuit hangs, and on to the closed tip. The circuit was
/// fitted to table 5-c: two volumes joined by a resistance, in series with a small volume beside R + i w M.
/// Geometry and fit: AcoustiLab (github.com/zolmic/AcoustiLab), data/ear/type43_*.json. Input: the reference
/// plane; pressure: the drum reference point. Meant for 20 Hz to 20 kHz.
EarEnd add_p57_type43(Circuit &circuit, const std::string &node, const AirProperties &air);

/// A human canal by its area function, with Hudde and Engel's eardrum across its end. Its input is the first
/// section, its pressure the drum's. Its skin may yield. Meant for 100 Hz to 10 kHz: above, the drum's slant
/// and the canal's bends count. @throws std::invalid_argument as `horn_pi`
EarEnd add_canal(Circuit &circuit, const std::string &node, const std::vector<Section> &sections,
                 const AirProperties &air, const std::optional<YieldingWall> &skin = {},
                 const HuddeEngelParameters &drum = {});

/// Coupler of IEC 60318-5: 2 cm3 between isothermal walls (a cylinder of 18 mm diameter, the least that the
/// standard allows), taken as a compliance. Meant for 125 Hz to 8 kHz.
EarEnd add_two_cc_coupler(Circuit &circuit, const std::string &node, const AirProperties &air);

/// Nothing moves: the node is only read.
EarEnd add_rigid_end(Circuit &circuit, const std::string &node);

} // namespace earshot

#endif
