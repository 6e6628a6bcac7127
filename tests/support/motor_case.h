#ifndef EARSHOT_TESTS_SUPPORT_MOTOR_CASE_H
#define EARSHOT_TESTS_SUPPORT_MOTOR_CASE_H

#include "solver/config/motor_case.h"

/// Motors as a case file would describe them.
namespace earshot::testing {

/// A micro-driver with an inner magnet: magnet of 2.6 mm, washer of 2.7 mm x 0.6 mm, cup of 0.6 mm, gap of
/// 0.7 mm. Coil of 64 turns, r from 2.95 to 3.15 mm, 0.8 mm high.
inline MagneticMotorConfig inner_magnet_motor(const std::string &magnet = "N45",
                                              const std::string &iron = "low-carbon steel") {
  MagneticMotorConfig motor;
  motor.type = MotorType::inner_magnet;
  motor.magnet = MagnetConfig{{magnet}, {0.0}, {2.6e-3}, {1.0e-3}};
  motor.washer = WasherConfig{{iron}, {0.6e-3}, {2.7e-3}};
  motor.yoke = YokeConfig{{iron}, {0.6e-3}, {0.6e-3}, {0.0}};
  motor.gap_width = {0.7e-3};
  WindingConfig winding;
  winding.wire_diameter = {42e-6};
  winding.insulation_thickness = {4e-6};
  winding.layers = {4};
  winding.turns = {64};
  winding.inner_radius = Located<double>{2.95e-3};
  motor.winding = winding;
  motor.displacement_range = {0.4e-3};
  motor.positions = {9};
  return motor;
}

} // namespace earshot::testing

#endif
