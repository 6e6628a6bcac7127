#include "solver/physics/structure/shell_terms.h"

#include <fmt/format.h>

#include <stdexcept>

namespace earshot {
namespace {

constexpr double drilling_factor = 1e-2;

/// A resultant's stiffness with its losses, as `ShellStiffness` orders its entries.
using Stiffness = std::array<Complex, 9>;
using Member = std::array<double, 9> ShellStiffness::*;

template <std::size_t n>
std::array<Complex, n> lossy_sum(const ShellSection &section, std::array<double, n> ShellStiffness::*member) {
  std::array<Complex, n> sum{};
  for (const ShellStiffness &part : section.parts)
    for (std::size_t k = 0; k < n; ++k)
      sum[k] += Complex(1, part.loss_factor) * (part.*member)[k];
  return sum;
}

/// One summand of a stiffness: a number of the section in front of a matrix of ones.
struct Summand {
  std::string symbol;
  std::vector<double> unit;
  Complex value;
};

/// @param ring_twist  a ring adds to entry 66, too
std::vector<Summand> isotropic_summands(char name, const Stiffness &c, bool ring, bool ring_twist) {
  const auto text = [name](const char *format) { return fmt::format(fmt::runtime(format), name); };
  const Complex difference = (c[0] - c[1]) / 2.0;
  std::vector<Summand> summands{{text("({0}11 + {0}12)/2"), {1, 1, 0, 1, 1, 0, 0, 0, 0}, (c[0] + c[1]) / 2.0},
                                {text("({0}11 - {0}12)/2"), {1, -1, 0, -1, 1, 0, 0, 0, 1}, difference}};
  if (ring)
    summands.push_back({text("{0}22 of the ring"), {0, 0, 0, 0, 1, 0, 0, 0, 0}, c[4] - c[0]});
  if (ring_twist)
    summands.push_back({text("{0}66 of the ring"), {0, 0, 0, 0, 0, 0, 0, 0, 1}, c[8] - difference});
  return summands;
}

std::vector<Summand> orthotropic_summands(char name, const Stiffness &c, bool turned) {
  const auto text = [name](const char *indices) { return fmt::format("{}{}", name, indices); };
  std::vector<Summand> summands{{text("11"), {1, 0, 0, 0, 0, 0, 0, 0, 0}, c[0]},
                                {text("12"), {0, 1, 0, 1, 0, 0, 0, 0, 0}, c[1]},
                                {text("22"), {0, 0, 0, 0, 1, 0, 0, 0, 0}, c[4]},
                                {text("66"), {0, 0, 0, 0, 0, 0, 0, 0, 1}, c[8]}};
  if (turned) {
    summands.push_back({text("16"), {0, 0, 1, 0, 0, 0, 1, 0, 0}, c[2]});
    summands.push_back({text("26"), {0, 0, 0, 0, 0, 1, 0, 1, 0}, c[5]});
  }
  return summands;
}

std::vector<Summand> summands_of(char name, const ShellSection &section, Member member) {
  const Stiffness c = lossy_sum(section, member);
  return section.isotropic
             ? isotropic_summands(name, c, section.ring && name != 'B', section.ring && name == 'D')
             : orthotropic_summands(name, c, section.turned);
}

std::vector<Summand> shear_summands(const ShellSection &section) {
  const std::array<Complex, 4> s = lossy_sum(section, &ShellStiffness::shear);
  if (section.isotropic)
    return {{"S", {1, 0, 0, 1}, s[0]}};
  std::vector<Summand> summands{{"S13", {1, 0, 0, 0}, s[0]}, {"S23", {0, 0, 0, 1}, s[3]}};
  if (section.turned)
    summands.push_back({"S13,23", {0, 1, 1, 0}, s[1]});
  return summands;
}

struct ShellTerm {
  std::string name;
  ShellIntegrand integrand;
  Coefficient coefficient;
  bool lossy;
};

Coefficient constant(const std::string &symbol, Complex value) {
  const std::string number =
      value.imag() == 0 ? fmt::format("{:.4g}", value.real())
                        : fmt::format("{:.4g} (1 + {:.3g}i)", value.real(), value.imag() / value.real());
  return {symbol + " = " + number, [value](double) { return value; }};
}

Coefficient inertial(const std::string &symbol, double value) {
  return {fmt::format("-w^2 {}, {} = {:.4g}", symbol, symbol, value),
          [value](double omega) { return Complex(-omega * omega * value); }};
}

std::vector<ShellTerm> inertia_of(const ShellSection &section) {
  std::vector<ShellTerm> terms;
  terms.push_back({"shell inertia", {ShellIntegrand::displacement}, inertial("m", section.mass), false});
  if (!section.symmetric)
    terms.push_back(
        {"shell inertia", {ShellIntegrand::first_moment}, inertial("m1", section.first_moment), false});
  // Spin about the normal has no inertia: its modes would be spurious.
  terms.push_back(
      {"shell inertia", {ShellIntegrand::rotation}, inertial("I", section.rotary_inertia), false});
  return terms;
}

std::vector<ShellTerm> terms_of(const ShellSection &section) {
  std::vector<ShellTerm> terms;
  const auto add = [&](const char *name, ShellIntegrand::Kind kind, const std::vector<Summand> &summands) {
    for (const Summand &summand : summands) {
      // The rotation about the normal has no stiffness of its own: a small part of the shear's holds it.
      const bool holds_drilling = kind == ShellIntegrand::membrane && summand.unit.back() == 1;
      terms.push_back({name,
                       {kind, summand.unit, holds_drilling ? drilling_factor : 0},
                       constant(summand.symbol, summand.value),
                       true});
    }
  };
  add("shell membrane", ShellIntegrand::membrane, summands_of('A', section, &ShellStiffness::membrane));
  if (!section.symmetric)
    add("shell coupling", ShellIntegrand::coupling, summands_of('B', section, &ShellStiffness::coupling));
  add("shell bending", ShellIntegrand::bending, summands_of('D', section, &ShellStiffness::bending));
  add("shell shear", ShellIntegrand::shear, shear_summands(section));
  if (section.tension != 0)
    terms.push_back({"shell pre-tension", {ShellIntegrand::tension}, constant("T", section.tension), false});
  const std::vector<ShellTerm> inertia = inertia_of(section);
  terms.insert(terms.end(), inertia.begin(), inertia.end());
  return terms;
}

void add_zone(const ShellMatrices &matrices, int zone, const ShellProperties &properties,
              ProblemBuilder problem) {
  std::vector<ShellTerm> terms = terms_of(properties.sections[zone]);
  if (!properties.prestress.empty())
    for (const ShellPrestress &part : properties.prestress[zone])
      terms.push_back({"shell prestress",
                       {ShellIntegrand::prestress, {}, 0, part.forces},
                       constant(part.symbol, part.value),
                       false});
  if (properties.pressure != 0)
    terms.push_back(
        {"shell static pressure", {ShellIntegrand::swept}, constant("p", properties.pressure), false});
  auto assembled = on_demand([&] {
    std::vector<ShellIntegrand> integrands;
    for (const ShellTerm &term : terms)
      integrands.push_back(term.integrand);
    return matrices.zone(zone, integrands);
  });
  const std::string name = properties.qualifier + matrices.zones()[zone];
  for (std::size_t k = 0; k < terms.size(); ++k)
    problem.add_term(
        terms[k].name, name, terms[k].coefficient, terms[k].lossy ? "structure:" + name : "",
        [&] { return assembled()[k]; },
        fmt::format("{} {}", static_cast<int>(terms[k].integrand.kind),
                    fmt::join(terms[k].integrand.unit, " ")));
}

void add_rim(const ShellMatrices &matrices, const ElasticRim &rim, const std::string &name,
             ProblemBuilder problem) {
  auto assembled = on_demand([&] { return matrices.rim(); });
  const Complex lossy(1, rim.loss_factor);
  problem.add_term("elastic rim", name, constant("k", lossy * rim.stiffness), "structure:" + name,
                   [&] { return assembled().displacement; });
  problem.add_term("elastic rim rotation", name, constant("kb", lossy * rim.bending_stiffness),
                   "structure:" + name, [&] { return assembled().rotation; });
}

} // namespace

void add_shell_terms(const ShellMatrices &matrices, const ShellProperties &properties,
                     ProblemBuilder problem) {
  if (properties.sections.size() != matrices.zones().size())
    throw std::invalid_argument("a shell needs one section per zone of its mesh");
  for (std::size_t zone = 0; zone < properties.sections.size(); ++zone)
    add_zone(matrices, static_cast<int>(zone), properties, problem);
  if (properties.rim)
    add_rim(matrices, *properties.rim, properties.qualifier + "rim", problem);
}

void add_shell_on_base(const ShellMatrices &matrices, const ShellProperties &properties,
                       const RigidMotions &motions, const std::array<Index, RigidMotions::number> &base,
                       ProblemBuilder problem) {
  for (std::size_t zone = 0; zone < properties.sections.size(); ++zone) {
    const std::vector<ShellTerm> terms = inertia_of(properties.sections[zone]);
    auto assembled = on_demand([&] {
      std::vector<ShellIntegrand> integrands;
      for (const ShellTerm &term : terms)
        integrands.push_back(term.integrand);
      return matrices.zone_on_base(static_cast<int>(zone), integrands, motions, base);
    });
    for (std::size_t k = 0; k < terms.size(); ++k)
      problem.add_term("mass on the housing", properties.qualifier + matrices.zones()[zone],
                       terms[k].coefficient, "", [&] { return assembled()[k]; });
  }
}

void add_shell_terms(const ShellSpace &space, const ShellProperties &properties,
                     const std::function<Index(Index)> &to_global, int slice, int n_slices,
                     ProblemBuilder problem) {
  add_shell_terms(ShellMatrices(space, to_global, slice, n_slices, problem.partition()), properties, problem);
}

} // namespace earshot
