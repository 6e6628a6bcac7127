// Earphones drawn at random, to try solvers on what nobody thought of: the same seed and number always give
// the same case.
#ifndef EARSHOT_TESTS_BENCHMARKS_RANDOM_CASE_H
#define EARSHOT_TESTS_BENCHMARKS_RANDOM_CASE_H

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>

namespace earshot {

struct RandomCase {
  std::string kind, toml;
};

class CaseGenerator {
public:
  /// @param finer divides the size of the mesh's elements
  CaseGenerator(std::uint64_t seed, int number, double finer = 1)
      : number_(number), finer_(finer), engine_(seed * 1000003 + static_cast<std::uint64_t>(number)) {}

  RandomCase draw() {
    static constexpr std::array kinds = {
        std::pair{"hybrid", &CaseGenerator::hybrid},
        std::pair{"opposed, deep null", &CaseGenerator::deep_null},
        std::pair{"opposed, unlike", &CaseGenerator::opposed_unlike},
        std::pair{"pods", &CaseGenerator::pods},
        std::pair{"random network", &CaseGenerator::random_network},
        std::pair{"thermoviscous", &CaseGenerator::thermoviscous},
        std::pair{"lightly damped", &CaseGenerator::lightly_damped},
        std::pair{"computed motor", &CaseGenerator::computed_motor},
        std::pair{"levels far apart", &CaseGenerator::levels_apart},
    };
    const auto &[name, make] = kinds[static_cast<std::size_t>(number_) % kinds.size()];
    text_ = fmt::format(
        "include = [\"{0}/configs/materials/common.toml\", \"{0}/configs/parts/armatures.toml\"]\n"
        "title = \"{1}, number {2}\"\n",
        EARSHOT_SOURCE_DIR, name, number_);
    (this->*make)();
    source_and_band();
    return {name, text_};
  }

private:
  // Random numbers, by hand as those of the standard library's distributions are not the same everywhere.
  double uniform(double from, double to) {
    return from + (to - from) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }
  double spread(double from, double to) { return from * std::pow(to / from, uniform(0, 1)); }
  int whole(int from, int to) { return from + static_cast<int>(engine_() % std::uint64_t(to - from + 1)); }
  bool toss(double chance = 0.5) { return uniform(0, 1) < chance; }

  template <class... Values>
  void add(fmt::format_string<Values...> format, Values &&...values) {
    text_ += fmt::format(format, std::forward<Values>(values)...) + "\n";
  }

  // What cases are made of ------------------------------------------------------------------------------

  void source_and_band() {
    add("[source]\nvoltage = \"{:.3g} V\"\noutput_impedance = \"{:.3g} ohm\"", spread(0.01, 2),
        toss(0.3) ? 0.0 : spread(0.1, 100));
    const bool high = toss(0.3);
    add("[sweep]\nfrom = \"20 Hz\"\nto = \"{}\"\nspacing = \"log\"\npoints = 481",
        high ? "40 kHz" : "20 kHz");
    add("[mesh]\nsize = \"{:.2f} mm\"\nelements_per_wavelength = {:.2f}", uniform(1.6, 2.4) / finer_, finer_);
  }

  void volume(const std::string &name, const std::string &more, double from, double to, double radius) {
    add("[[part]]\nname = \"{}\"\nfrom = \"{:.4f} mm\"\nto = \"{:.4f} mm\"\nradius = \"{:.4f} mm\"\n{}", name,
        from, to, radius, more);
  }

  /// A driver with a shell of two or three zones.
  void shell_driver(const std::string &name, const std::string &surface, double radius, double rise,
                    double thickness_um, double mass_mg, double loss_factor) {
    const char *films[] = {"PET", "PEEK", "PEN", "PEI"};
    const std::string film = loss_factor > 0 ? films[whole(0, 3)] : "quiet film";
    add("[[driver]]\nname = \"{}\"\nsurface = \"{}\"\n[driver.diaphragm]\ndegree = 3", name, surface);
    add("[[driver.diaphragm.zone]]\nname = \"dome\"\nouter_radius = \"{:.4f} mm\"\nshape = \"dome\"\n"
        "rise = \"{:.4f} mm\"\nlayers = [{{ material = \"{}\", thickness = \"{:.3f} um\" }}]",
        0.55 * radius, rise, film, thickness_um);
    add("[[driver.diaphragm.zone]]\nname = \"surround\"\nouter_radius = \"{:.4f} mm\"\nshape = \"roll\"\n"
        "rise = \"{:.4f} mm\"\nlayers = [{{ material = \"{}\", thickness = \"{:.3f} um\" }}]",
        radius, 0.7 * rise, loss_factor > 0 ? "stiff polyurethane" : "quiet film", 1.2 * thickness_um);
    add("[driver.coil]\nzone = \"dome\"\nmass = \"{:.3f} mg\"", mass_mg);
  }

  void piston_driver(const std::string &name, const std::string &surface, double mass_mg, double resonance_hz,
                     double quality) {
    const double mass = 1e-6 * mass_mg, omega = 2 * 3.14159265 * resonance_hz;
    add("[[driver]]\nname = \"{}\"\nsurface = \"{}\"\n[driver.piston]\nmass = \"{:.4f} mg\"\n"
        "compliance = \"{:.6g} m/N\"\nresistance = \"{:.6g} N s/m\"",
        name, surface, mass_mg, 1 / (omega * omega * mass), omega * mass / quality);
  }

  void motor(double force_factor, double resistance) {
    add("[driver.motor]\nforce_factor = \"{:.4f} T m\"\nresistance = \"{:.3f} ohm\"\ninductance = \"{:.3g} "
        "uH\"",
        force_factor, resistance, toss() ? 20.0 : 0.0);
  }

  void terminal(const std::string &driver, bool swapped) {
    add("[[network.terminal]]\ndriver = \"{}\"\nplus = \"{}\"\nminus = \"{}\"", driver,
        swapped ? "ground" : "plug", swapped ? "plug" : "ground");
  }

  void element(const std::string &name, const std::string &kind, const std::string &from,
               const std::string &to, const std::string &more) {
    add("[[network.element]]\nname = \"{}\"\nkind = \"{}\"\nfrom = \"{}\"\nto = \"{}\"\n{}", name, kind, from,
        to, more);
  }

  void tube(const std::string &name, const std::string &from, const std::string &to) {
    element(name, "tube", from, to,
            fmt::format("radius = \"{:.4f} mm\"\nlength = \"{:.4f} mm\"", spread(0.3, 2), spread(1, 15)));
  }

  void damper(const std::string &name, const std::string &from, const std::string &to, double ohms) {
    element(name, "damper", from, to, fmt::format("value = \"{:.4g} acoustic_ohm\"", ohms));
  }

  void ear_at(const std::string &place) {
    const char *models[] = {"iec711", "p57_type43", "hudde_engel", "iec711"};
    add("[ear]\nmodel = \"{}\"\n{}", models[whole(0, 3)], place);
  }

  void leak() {
    if (toss())
      add("[leak]\nradius = \"{:.4f} mm\"\nlength = \"{:.3f} mm\"", spread(0.05, 0.8), spread(1, 10));
    else
      add("[leak]\ngap = \"{:.4f} mm\"\nwidth = \"{:.3f} mm\"\nlength = \"{:.3f} mm\"", spread(0.02, 0.2),
          spread(1, 20), spread(1, 10));
  }

  /// Rear volume, diaphragm, front volume, nozzle and canal on one axis, closed or vented.
  void single_geometry(bool vented) {
    add("[geometry.rear]\nradius = \"5.2 mm\"\nlength = \"{:.3f} mm\"", uniform(2.5, 6));
    add("[geometry.front]\nradius = \"5 mm\"\nlength = \"{:.3f} mm\"", uniform(1.2, 2.5));
    if (vented)
      add("[geometry.rear_vent]\nradius = \"0.8 mm\"\nlength = \"1 mm\"\n[[surface]]\n"
          "name = \"rear_vent_opening\"\nmodel = \"opening\"\nresistance = \"{:.3g} Pa s/m\"",
          spread(10, 3000));
    add("[geometry.nozzle]\nradius = \"2.2 mm\"\nlength = \"{:.3f} mm\"", uniform(3, 6));
    add("[geometry.tip]\nradius = \"2.2 mm\"\nlength = \"{:.3f} mm\"", uniform(3, 6));
    add("[geometry.canal]\nradius = \"3.75 mm\"\nlength = \"{:.3f} mm\"", uniform(4, 9));
  }

  void screen(double resistance) {
    add("[[surface]]\nname = \"screen\"\nmodel = \"screen\"\nresistance = \"{:.4g} Pa s/m\"", resistance);
  }

  void any_driver() {
    if (toss(0.7))
      shell_driver("one", "diaphragm", 5, uniform(0.3, 0.7), uniform(12, 40), uniform(2, 9), 1);
    else
      piston_driver("one", "diaphragm", uniform(5, 20), spread(80, 1500), spread(0.7, 20));
    motor(uniform(0.2, 0.8), uniform(8, 40));
  }

  // Kinds of cases ---------------------------------------------------------------------------------------

  /// A meshed driver with one to seven armatures in up to three groups that blow into the nozzle.
  void hybrid() {
    volume("rear", "to_surface = \"diaphragm\"", -4, 0, 5);
    volume("front", "", 0, 1.5, 5);
    volume("duct", "", 1.5, 3.5, uniform(0.8, 1.6));
    volume("nozzle", "", 3.5, 10, 2.2);
    volume("canal", "to_surface = \"ear\"", 10, uniform(15, 22), 3.75);
    const int groups = whole(1, 3), armatures = whole(groups, 7);
    for (int group = 0; group < groups; ++group)
      volume(fmt::format("mouth_{}", group),
             fmt::format("inner_radius = \"2.2 mm\"\nangle = \"45 degree\"\ndirection = \"{} degree\"\n"
                         "outer_surface = \"port_{}\"",
                         120 * group, group),
             4, 5, 2.9);
    any_driver();
    ear_at("surface = \"ear\"");
    add("[network]\n[[network.terminal]]\ndriver = \"one\"\nplus = \"bass\"");
    element("bass_R", "resistance", "plug", "bass", fmt::format("value = \"{:.3g} ohm\"", spread(1, 100)));
    for (int group = 0; group < groups; ++group)
      add("[[network.port]]\nnode = \"mouth_{0}\"\nsurface = \"port_{0}\"", group);
    const char *parts[] = {"generic woofer", "generic mid", "generic tweeter"};
    for (int group = 0; group < groups; ++group) {
      const std::string spout = fmt::format("spout_{}", group), behind = fmt::format("behind_{}", group),
                        wire = fmt::format("wire_{}", group), mouth = fmt::format("mouth_{}", group);
      element("C_" + wire, "capacitance", "plug", wire,
              fmt::format("value = \"{:.3g} uF\"", spread(0.2, 30)));
      const char *part = parts[whole(0, 2)];
      for (int k = group; k < armatures; k += groups) {
        const bool swapped = toss(0.3);
        element(fmt::format("armature_{}", k), "armature", swapped ? "ground" : wire,
                swapped ? wire : "ground", fmt::format("part = \"{}\"\nsecond_from = \"{}\"", part, spout));
      }
      damper("damper_" + behind, spout, behind, spread(300, 5000));
      tube("tube_" + behind, behind, mouth);
    }
  }

  void opposed(bool equal, bool in_phase) {
    volume("rear_a", "to_surface = \"diaphragm_a\"", -5, -1, 5);
    volume("front", "", -1, 1, 5);
    volume("mouth", "inner_radius = \"5 mm\"\nangle = \"40 degree\"\nouter_surface = \"outlet\"", -0.9, 0.9,
           6);
    volume("rear_b", "from_surface = \"diaphragm_b\"", 1, 5, 5);
    const double rise = uniform(0.2, 0.5), thickness = uniform(12, 35), mass = uniform(2, 8),
                 force_factor = uniform(0.2, 0.8), resistance = uniform(8, 40);
    const double other = equal ? 1 : uniform(1.05, 1.6);
    const bool shells = toss(0.7);
    const double resonance = spread(100, 1500), quality = spread(1, 20);
    for (const char side : {'a', 'b'}) {
      const double factor = side == 'a' ? 1 : other;
      const std::string name(1, side), surface = "diaphragm_" + name;
      if (shells)
        shell_driver(name, surface, 5, side == 'a' ? rise : -rise, thickness * factor, mass, 1);
      else
        piston_driver(name, surface, mass * factor, resonance, quality);
      add("[driver.motor]\nforce_factor = \"{:.4f} T m\"\nresistance = \"{:.3f} ohm\"\ninductance = \"20 "
          "uH\"",
          force_factor, resistance);
    }
    add("[network]\nplug = \"plug\"\n[[network.port]]\nnode = \"chamber\"\nsurface = \"outlet\"");
    terminal("a", false);
    terminal("b", !in_phase);
    tube("nozzle", "chamber", "tip");
    damper("screen", "tip", "canal_in", spread(10, 1000));
    tube("canal", "canal_in", "drp");
    ear_at("node = \"drp\"");
  }

  void deep_null() { opposed(true, true); }
  void opposed_unlike() { opposed(toss(), false); }

  /// Two to eight pistons side by side behind one front volume, in pairs that are equal.
  void pods() {
    const int n = whole(2, 8);
    for (int k = 0; k < n; ++k)
      volume(fmt::format("pod_{}", k),
             fmt::format("inner_radius = \"1 mm\"\nangle = \"{:.4f} degree\"\ndirection = \"{:.4f} degree\"\n"
                         "to_surface = \"diaphragm_{}\"",
                         300.0 / n, 360.0 * k / n, k),
             -3, 0, 5);
    const double front = uniform(1.5, 3);
    volume("front", "", 0, front, 5);
    volume("nozzle", "to_surface = \"ear\"", front, front + uniform(6, 14), 2.2);
    add("[network]");
    double mass = 0, resonance = 0, quality = 0, force_factor = 0;
    for (int k = 0; k < n; ++k) {
      if (k % 2 == 0)
        mass = uniform(0.5, 5), resonance = spread(150, 4000), quality = spread(0.7, 30),
        force_factor = uniform(0.1, 0.5);
      pending_.push_back({k, mass, resonance, quality, force_factor, toss(0.4)});
    }
    for (const Pod &pod : pending_)
      terminal(fmt::format("pod{}", pod.number), pod.swapped);
    for (const Pod &pod : pending_) {
      piston_driver(fmt::format("pod{}", pod.number), fmt::format("diaphragm_{}", pod.number), pod.mass,
                    pod.resonance, pod.quality);
      add("[driver.motor]\nforce_factor = \"{:.4f} T m\"\nresistance = \"32 ohm\"", pod.force_factor);
    }
    ear_at("surface = \"ear\"");
  }

  /// A ladder of lumped elements between the mesh and the ear, with side branches.
  void random_network() {
    single_geometry(toss());
    any_driver();
    screen(spread(20, 500));
    add("[network]\n[[network.port]]\nnode = \"n0\"\nsurface = \"ear\"");
    const int stages = whole(2, 16);
    for (int k = 0; k < stages; ++k) {
      const std::string from = fmt::format("n{}", k), to = fmt::format("n{}", k + 1),
                        name = fmt::format("e{}", k);
      switch (whole(0, 3)) {
      case 0:
        damper(name, from, to, spread(1, 3000));
        break;
      case 1:
        element(name, "mass", from, to, fmt::format("value = \"{:.4g} kg/m4\"", spread(10, 3e4)));
        break;
      default:
        tube(name, from, to);
      }
      if (toss(0.4))
        element("side" + name, "compliance", to, "ground",
                fmt::format("value = \"{:.4g} m3/Pa\"", spread(1e-15, 1e-11)));
      else if (toss(0.2))
        damper("side" + name, to, "ground", spread(1e2, 1e6));
    }
    ear_at(fmt::format("node = \"n{}\"", stages));
  }

  void thermoviscous() {
    single_geometry(toss());
    any_driver();
    screen(spread(20, 500));
    const char *volumes[] = {"front", "nozzle", "tip", "rear"};
    add("[[volume]]\nname = \"{}\"\nmodel = \"thermoviscous\"", volumes[whole(0, 3)]);
    ear_at("surface = \"ear\"");
    leak();
  }

  /// Next to no losses: narrow resonances.
  void lightly_damped() {
    add("[air]\nlosses = \"{}\"", toss() ? "none" : "boundary_layer");
    add("[[material]]\nname = \"quiet film\"\ndensity = \"1400 kg/m3\"\nyoungs_modulus = \"4 GPa\"\n"
        "poissons_ratio = 0.35\nloss_factor = {:.3g}",
        spread(1e-4, 1e-2));
    single_geometry(false);
    shell_driver("one", "diaphragm", 5, uniform(0.3, 0.7), uniform(12, 40), uniform(2, 9), 0);
    motor(uniform(0.05, 0.3), uniform(8, 40));
    screen(spread(0.1, 20));
    if (toss())
      add("[ear]\nmodel = \"rigid\"\nsurface = \"ear\"");
    else
      ear_at("surface = \"ear\"");
  }

  void computed_motor() {
    single_geometry(toss());
    piston_driver("one", "diaphragm", uniform(8, 20), spread(150, 800), spread(1, 8));
    add("[driver.motor.magnetic]\ntype = \"inner_magnet\"\ngap_width = \"0.5 mm\"\n"
        "displacement_range = \"0.4 mm\"\n[driver.motor.magnetic.magnet]\nmaterial = \"{}\"\n"
        "outer_radius = \"2.4 mm\"\nheight = \"1.2 mm\"",
        toss() ? "N45" : "N52");
    add("[driver.motor.magnetic.washer]\nmaterial = \"low-carbon steel\"\nthickness = \"0.6 mm\"\n"
        "outer_radius = \"2.5 mm\"\n[driver.motor.magnetic.yoke]\nmaterial = \"low-carbon steel\"\n"
        "bottom_thickness = \"0.6 mm\"\nwall_thickness = \"0.6 mm\"");
    add("[driver.motor.magnetic.winding]\nmaterial = \"copper-clad aluminium 15 %\"\nwire_diameter = \"40 "
        "um\"\n"
        "insulation_thickness = \"4 um\"\nlayers = 4\nturns = 56\noffset = \"-0.03 mm\"");
    screen(spread(20, 500));
    ear_at("surface = \"ear\"");
    if (toss())
      leak();
  }

  /// A probe behind so much resistance that hardly anything arrives.
  void levels_apart() {
    single_geometry(true);
    any_driver();
    screen(spread(20, 500));
    ear_at("surface = \"ear\"");
    leak();
    add("[[probe]]\nname = \"behind\"\nnode = \"behind\"\n[[probe]]\nname = \"before\"\nsurface = "
        "\"screen\"");
    add("[network]\n[[network.port]]\nnode = \"hole\"\nsurface = \"rear_vent_opening\"");
    const std::size_t opening = text_.find("[[surface]]\nname = \"rear_vent_opening\"");
    text_.erase(opening, text_.find("[geometry.nozzle]") - opening); // a port instead
    damper("wall", "hole", "inner", spread(1e4, 1e9));
    element("cavity", "compliance", "inner", "ground", "value = \"1e-11 m3/Pa\"");
    damper("second wall", "inner", "behind", spread(1e3, 1e6));
    element("last cavity", "compliance", "behind", "ground", "value = \"1e-12 m3/Pa\"");
  }

  struct Pod {
    int number;
    double mass, resonance, quality, force_factor;
    bool swapped;
  };

  int number_;
  double finer_;
  std::mt19937_64 engine_;
  std::string text_;
  std::vector<Pod> pending_;
};

} // namespace earshot

#endif
