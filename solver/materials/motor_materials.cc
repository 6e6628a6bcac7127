#include "solver/materials/motor_materials.h"

#include "solver/config/located.h"

#include <fmt/core.h>

namespace earshot {
namespace {

constexpr double reference_temperature = 293.15; ///< [K]

/// Fits of measured curves in the form of saturation_curve().
const std::string radia_source =
    "material library of Radia (Chubar, Elleaume, Chavanne, J. Synchrotron Rad. 5, 1998); conductivity: ";

MotorMaterial iron(const std::string &name, const std::vector<double> &polarisations,
                   const std::vector<double> &susceptibilities, double conductivity, double density,
                   const std::string &conductivity_source) {
  MotorMaterial material;
  material.name = name;
  material.curve = BhCurve(saturation_curve(polarisations, susceptibilities), name);
  material.conductivity = conductivity;
  material.density = density;
  material.source = radia_source + conductivity_source;
  return material;
}

MotorMaterial conductor(const std::string &name, double conductivity, double density,
                        const std::string &source) {
  MotorMaterial material;
  material.name = name;
  material.conductivity = conductivity;
  material.density = density;
  material.source = source;
  return material;
}

/// Sintered neodymium-iron-boron.
/// @param remanence middle of the maker's range [T]
/// @param coercivity lower limit of H_cJ [A/m]
MotorMaterial neodymium(const std::string &grade, double remanence, double coercivity) {
  MotorMaterial magnet;
  magnet.name = grade;
  magnet.curve = BhCurve(1.05);
  magnet.conductivity = 0.667e6;
  magnet.density = 7500;
  magnet.remanence = remanence;
  magnet.intrinsic_coercivity = coercivity;
  magnet.remanence_coefficient = -0.0012;
  magnet.coercivity_coefficient = -0.0076;
  magnet.source = "Shanghai Magnet, production process, table of the N series; conductivity 1.5 uohm m";
  return magnet;
}

std::vector<MotorMaterial> library() {
  return {
      conductor("air", 0, 1.2, "vacuum"),
      conductor("copper", 58e6, 8960, "IEC 60028"),
      conductor("aluminium", 35.4e6, 2700, "IEC 60889"),
      conductor("brass", 16e6, 8500, "handbook value of CuZn37"),
      iron("low-carbon steel", {1.362, 0.2605, 0.4917}, {2118, 63.06, 17.138}, 7.0e6, 7870,
           "handbook value of AISI 1006 to 1010 (0.143 uohm m)"),
      iron("pure iron", {1.385, 0.2649, 0.5}, {4236, 126.2, 34}, 9.9e6, 7860, "handbook value of Armco iron"),
      iron("permendur", {1.788, 0.437, 0.115}, {10485, 241.5, 7.43}, 2.5e6, 8120,
           "handbook value of FeCo49V2 (0.40 uohm m)"),
      neodymium("N35", 1.195, 955e3),
      neodymium("N38", 1.235, 955e3),
      neodymium("N40", 1.265, 955e3),
      neodymium("N42", 1.30, 955e3),
      neodymium("N45", 1.345, 955e3),
      neodymium("N48", 1.395, 955e3),
      neodymium("N50", 1.415, 955e3),
      neodymium("N52", 1.44, 955e3),
  };
}

} // namespace

double remanence_at(const MotorMaterial &magnet, double temperature) {
  return magnet.remanence * (1 + magnet.remanence_coefficient * (temperature - reference_temperature));
}

double intrinsic_coercivity_at(const MotorMaterial &magnet, double temperature) {
  return magnet.intrinsic_coercivity *
         (1 + magnet.coercivity_coefficient * (temperature - reference_temperature));
}

std::vector<std::string> motor_material_names() {
  std::vector<std::string> names;
  for (const MotorMaterial &material : library())
    names.push_back(material.name);
  return names;
}

MotorMaterial motor_material(const std::string &name) {
  for (const MotorMaterial &material : library())
    if (material.name == name)
      return material;
  throw UserError(fmt::format("found the unknown magnetic material \"{}\", {}", name,
                              expected_one_of(name, motor_material_names())));
}

} // namespace earshot
