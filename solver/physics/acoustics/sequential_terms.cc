#include "solver/physics/acoustics/sequential_terms.h"

#include <string>

namespace earshot {

namespace {

/// s/(s + rate): what a field of a profile counts for.
Complex share(Complex s, double rate) {
  return s / (s + rate);
}

} // namespace

SequentialAir sequential_air(const AirSpace &space, const std::vector<int> &volumes,
                             const AirMatrices::FaceFilter &is_wall, const AirProperties &air,
                             const Band &band) {
  // Quadratic elements as thick as the layer at the wall hold it to 0.1 % of what a passage takes.
  const double finest = air.viscous_layer(band.highest), per_frequency = air.density / air.viscosity;
  SequentialAir result;
  result.profiles = std::make_shared<const WallProfiles>(
      space, volumes, is_wall,
      WallProfiles::Band{band.lowest * per_frequency * air.prandtl, band.highest * per_frequency}, finest);
  result.rates = result.profiles->rates();
  return result;
}

void add_sequential_terms(const AirMatrices &matrices, const std::vector<int> &volumes,
                          const SequentialAir &sequential, const AirProperties &air, ProblemBuilder problem) {
  const double rho = air.density, gamma = air.heat_capacity_ratio, modulus = air.bulk_modulus();
  const double flow = rho / air.viscosity, heat = flow * air.prandtl;
  const std::string region = "sequential air";
  auto plain = on_demand([=, &matrices] { return matrices.volume(volumes); });
  problem.add_term("isothermal mass", region, {"-gamma/(rho c^2)", [=](double) { return -gamma / modulus; }},
                   "", [&] { return plain().mass; });
  for (std::size_t j = 0; j < sequential.rates.size(); ++j) {
    const double rate = sequential.rates[j];
    auto weighted = on_demand([=, &matrices, &sequential] {
      return matrices.volume(volumes, [&](const dealii::FEValues<3> &values) {
        return sequential.profiles->at_points(j, values);
      });
    });
    const std::string number = " " + std::to_string(j + 1);
    problem.add_term(
        "sequential stiffness" + number, region,
        {"Psi_v/(rho w^2)",
         [=](double omega) { return share(Complex(0, omega * flow), rate) / (rho * omega * omega); }},
        "narrow_regions", [&] { return weighted().stiffness; });
    problem.add_term(
        "sequential mass" + number, region,
        {"(gamma-1) Psi_h/(rho c^2)",
         [=](double omega) { return (gamma - 1) * share(Complex(0, omega * heat), rate) / modulus; }},
        "narrow_regions", [&] { return weighted().mass; });
  }
}

} // namespace earshot
