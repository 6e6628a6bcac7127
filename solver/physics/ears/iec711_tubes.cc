#include "solver/physics/ears/ears.h"

#include <cmath>
#include <numbers>

namespace earshot {

namespace {

constexpr const char *loss = "ear";
constexpr double pi = std::numbers::pi, degree = pi / 180;

/// Dimensions of configs/ears/iec711_meshed.toml, which tells their sources [m].
constexpr double cavity_radius = 3.77e-3, volume_radius = 9.01e-3;
constexpr double to_first_slit = 3.12e-3, between_slits = 4.75e-3, to_microphone = 4.69e-3;

/// A slit that leads outwards from the main cavity, and the depth of the volume behind it.
struct Slit {
  double gap, outer_radius, angle; ///< angle [rad] of all its sectors together
  double depth;
  double mouth_length; ///< of the slit at its inner radius, as heavy as the air that moves before both mouths
};
/// The mouths are fitted to the mesh: 0.21 mm between 0.8 and 1.2 kHz (Luan et al. (2019) correct by 0.2 mm),
/// 0.127 mm between 4 and 8 kHz (theirs, 0.097 mm, puts the input impedance's zero 0.2 % too high).
constexpr Slit first_slit{170e-6, 6.30e-3, 26.74 * degree, 2.4468e-3, 0.21e-3},
    second_slit{69e-6, 4.66e-3, 3 * 95.33 * degree, 1.7934e-3, 0.127e-3};

/// Microphone B&K 4192 (COMSOL's generic 711 coupler) [Pa s/m^3, kg/m^4, m^3/Pa].
constexpr double microphone_resistance = 1.19e8, microphone_mass = 710, microphone_compliance = 6.2e-14;

class Coupler {
public:
  Coupler(Circuit &circuit, const AirProperties &air) : circuit_(circuit), air_(air) {}

  void add_tube(const std::string &from, const std::string &to, double length, double radius, double area) {
    circuit_.add_node(to, CircuitDomain::acoustic);
    circuit_.add_pi(
        from, to, "tube",
        [=, air = air_](double omega) {
          return uniform_pi(tube_fluid(air, radius, omega), omega, length, area);
        },
        loss);
  }

  void add_slit(const std::string &from, const std::string &to, const Slit &slit) {
    const std::string mouth = from + ".mouth";
    circuit_.add_node(mouth, CircuitDomain::acoustic);
    circuit_.add_inertance(from, mouth,
                           air_.density * slit.mouth_length / (slit.angle * cavity_radius * slit.gap));
    add_gap(mouth, to, slit.gap, slit.angle, cavity_radius, slit.outer_radius, 1);
  }

  /// A volume that is fed at one place of its circumference: two halves of a ring beside each other, each of
  /// which has the volume and the inertance of half of it in uniform flow around the axis.
  void add_ring(const std::string &from, const Slit &slit) {
    const double width = volume_radius - slit.outer_radius,
                 volume = pi * slit.depth * (std::pow(volume_radius, 2) - std::pow(slit.outer_radius, 2)),
                 area_per_length = slit.depth * std::log(volume_radius / slit.outer_radius) / pi,
                 length = std::sqrt(volume / 2 / area_per_length), area = volume / 2 / length,
                 hydraulic_radius = slit.depth * width / (slit.depth + width);
    add_tube(from, from + ".opposite", length, hydraulic_radius, 2 * area);
  }

  /// A volume that is fed all around, from its inner wall to its outer one.
  void add_disc(const std::string &from, const Slit &slit) {
    add_gap(from, from + ".rim", slit.depth, 2 * pi, slit.outer_radius, volume_radius, 0);
  }

private:
  /// Flow along the radius between two planes: steps of equal length, each with its mean section.
  /// @param mouths at either end that open into wider air
  void add_gap(const std::string &from, const std::string &to, double gap, double angle, double inner_radius,
               double outer_radius, int mouths) {
    constexpr int steps = 4; // ends of a step have 8 % other sections at most: 0.01 dB
    const double length = (outer_radius - inner_radius) / steps;
    for (int k = 0; k < steps; ++k) {
      const std::string before = k == 0 ? from : from + "." + std::to_string(k),
                        after = k + 1 == steps ? to : from + "." + std::to_string(k + 1);
      const PassageMouths own{1.0 * mouths * ((k == 0 ? 1 : 0) + (k + 1 == steps ? 1 : 0)), length};
      const double area = angle * (inner_radius + (k + 0.5) * length) * gap;
      circuit_.add_node(after, CircuitDomain::acoustic);
      circuit_.add_pi(
          before, after, "slit",
          [=, air = air_](double omega) {
            return uniform_pi(slit_fluid(air, gap, omega, own), omega, length, area);
          },
          loss);
    }
  }

  Circuit &circuit_;
  AirProperties air_;
};

} // namespace

EarEnd add_iec711_tubes(Circuit &circuit, const std::string &node, const AirProperties &air) {
  const std::string first = "ear.first", second = "ear.second", microphone = "ear.microphone",
                    first_volume = "ear.first.volume", second_volume = "ear.second.volume";
  Coupler coupler(circuit, air);
  constexpr double area = pi * cavity_radius * cavity_radius;
  coupler.add_tube(node, first, to_first_slit, cavity_radius, area);
  coupler.add_tube(first, second, between_slits, cavity_radius, area);
  coupler.add_tube(second, microphone, to_microphone, cavity_radius, area);
  coupler.add_slit(first, first_volume, first_slit);
  coupler.add_ring(first_volume, first_slit);
  coupler.add_slit(second, second_volume, second_slit);
  coupler.add_disc(second_volume, second_slit);
  circuit.add_series(microphone, Circuit::ground, microphone_resistance, microphone_mass,
                     microphone_compliance, loss);
  return {microphone, 100, 10e3};
}

} // namespace earshot
