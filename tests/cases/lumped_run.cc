// Runs of networks without a mesh, and of networks joined to one.
#include "tests/cases/program.h"

#include <fmt/format.h>

#include <cmath>
#include <complex>
#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;

const std::string hybrid = std::string(EARSHOT_SOURCE_DIR) + "/configs/lumped_hybrid.toml";

TEST(LumpedRun, WritesTheFilesOfAnyRun) {
  const TemporaryDirectory directory;
  const Outcome outcome = run_earshot({"run", hybrid, "-o", "out"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const fs::path results = directory.path / "out";
  for (const char *file : {"response.csv", "impedance.csv", "excursion.csv", "power.csv", "lumped_hybrid.frd",
                           "lumped_hybrid.txt", "lumped_hybrid.zma", "lumped_hybrid.s1p", "summary.json",
                           "config.resolved.toml", "run.log"})
    EXPECT_TRUE(fs::exists(results / file)) << file;
  EXPECT_EQ(read_table(results / "response.csv").columns,
            (std::vector<std::string>{"frequency_hz", "spl_db", "phase_deg", "group_delay_ms", "error_db",
                                      "nozzle_spl_db", "nozzle_phase_deg", "in_ear_band"}));
  EXPECT_EQ(read_table(results / "excursion.csv").columns,
            (std::vector<std::string>{"frequency_hz", "dynamic_mm", "mid_mm", "treble_mm"}));
  // Rounding: three domains in one dense elimination.
  for (const double residual : read_table(results / "power.csv").column("relative_residual"))
    EXPECT_LT(residual, 1e-10);
}

TEST(LumpedRun, ResolvedFileGivesTheSameRun) {
  const TemporaryDirectory directory;
  ASSERT_EQ(run_earshot({"run", hybrid, "-o", "out"}, directory.path).code, 0);
  const Outcome again = run_earshot(
      {"run", (directory.path / "out/config.resolved.toml").string(), "-o", "again"}, directory.path);
  ASSERT_EQ(again.code, 0) << again.err;
  expect_columns(read_table(directory.path / "again/response.csv"),
                 read_table(directory.path / "out/response.csv"), 1e-6);
}

TEST(LumpedRun, CheckSaysWhatTheNetworkIs) {
  const TemporaryDirectory directory;
  const Outcome outcome = run_earshot({"check", hybrid}, directory.path);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("Network: 12 electrical, 5 mechanical, 20 acoustic nodes"), std::string::npos)
      << outcome.out;
}

TEST(LumpedRun, NoAccuracyOfAMeshIsForecast) {
  const TemporaryDirectory directory;
  const Outcome outcome = run_earshot({"check", hybrid, "--accuracy"}, directory.path);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("--accuracy: found a case without a mesh"), std::string::npos) << outcome.err;
}

// 10 mm3/s into each ear that configs/ears offers; at 500 Hz these are volumes of 1 to 2 cm3 or the bare
// drum. The meshed ones have a verification of their own.
TEST(LumpedRun, EveryOfferedEarTakesAFlow) {
  const TemporaryDirectory directory;
  int ears = 0;
  for (const auto &entry : fs::directory_iterator(std::string(EARSHOT_SOURCE_DIR) + "/configs/ears")) {
    if (entry.path().extension() != ".toml" ||
        entry.path().stem().string().find("_meshed") != std::string::npos)
      continue;
    ++ears;
    SCOPED_TRACE(entry.path().filename().string());
    write_file(directory.path / "case.toml",
               "include = [\"" + entry.path().string() +
                   "\"]\n[ear]\nnode = \"in\"\n[[network.element]]\nname = \"U\"\nkind = \"source\"\nfrom = "
                   "\"in\"\nvalue = \"10 mm3/s\"\n[sweep]\nfrequencies = [\"500 Hz\"]\n");
    const Outcome outcome = run_earshot({"run", "case.toml", "-o", "out"}, directory.path);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const double level = read_table(directory.path / "out/response.csv").column("spl_db")[0];
    const double impedance = 20e-6 * std::pow(10, level / 20) / 10e-9;
    EXPECT_GT(impedance, 1.5e7);
    EXPECT_LT(impedance, 6e7);
  }
  EXPECT_EQ(ears, 6);
}

/// The lumped hybrid with more asked of it.
std::string hybrid_with(const std::string &more) {
  return "include = [\"" + hybrid + "\"]\n" + more;
}

// Differences of whole runs, a step of 1 % to either side: their own error is 1e-4 of a slope, and the ninth
// digit of a level over a hundredth.
TEST(LumpedRun, TellsWhatItsNumbersDo) {
  const TemporaryDirectory directory;
  write_file(directory.path / "case.toml", hybrid_with("[[analysis]]\ntype = \"sensitivity\"\n"));
  const Outcome outcome = run_earshot({"run", "case.toml", "-o", "out"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table slopes = read_table(directory.path / "out/sensitivity.csv");
  const auto level = [&](const std::string &radius) {
    const std::string to = "moved" + radius;
    const Outcome moved =
        run_earshot({"run", hybrid, "-o", to, "--set", "network.element.nozzle.radius=" + radius + " mm"},
                    directory.path);
    EXPECT_EQ(moved.code, 0) << moved.err;
    return read_table(directory.path / to / "response.csv").column("spl_db");
  };
  const double radius = 1.5; // of the nozzle [mm]
  const auto lower = level(fmt::format("{:.6f}", 0.99 * radius)),
             upper = level(fmt::format("{:.6f}", 1.01 * radius));
  const auto found = slopes.column("network.element.nozzle.radius");
  ASSERT_EQ(found.size(), lower.size());
  double largest = 0;
  for (const double slope : found)
    largest = std::max(largest, std::abs(slope));
  EXPECT_GT(largest, 0.01);
  for (std::size_t k = 0; k < found.size(); ++k)
    EXPECT_NEAR(found[k], (upper[k] - lower[k]) / 2, 1e-3 * largest) << k;
}

TEST(LumpedRun, SharesOfItsDriversSumToTheWhole) {
  const TemporaryDirectory directory;
  write_file(directory.path / "case.toml", hybrid_with("[[analysis]]\ntype = \"contributions\"\n"));
  const Outcome outcome = run_earshot({"run", "case.toml", "-o", "out"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table shares = read_table(directory.path / "out/contributions.csv");
  const auto phasors = [&](const std::string &name) {
    const auto real = shares.column(name + "_re_pa"), imaginary = shares.column(name + "_im_pa");
    std::vector<std::complex<double>> values;
    for (std::size_t k = 0; k < real.size(); ++k)
      values.emplace_back(real[k], imaginary[k]);
    return values;
  };
  const auto whole = phasors("sum"), bass = phasors("dynamic"), mid = phasors("mid"),
             treble = phasors("treble");
  for (std::size_t k = 0; k < whole.size(); ++k)
    EXPECT_LT(std::abs(bass[k] + mid[k] + treble[k] - whole[k]), 1e-7 * std::abs(whole[k])); // nine digits
}

TEST(LumpedRun, ASavedModelAnswersAsTheRunDoes) {
  const TemporaryDirectory directory;
  const Outcome outcome =
      run_earshot({"run", hybrid, "-o", "out", "--save-model", "hybrid.h5"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Outcome again = run_earshot({"run", "--model", "hybrid.h5", "-o", "again"}, directory.path);
  ASSERT_EQ(again.code, 0) << again.err;
  expect_columns(read_table(directory.path / "again/response.csv"),
                 read_table(directory.path / "out/response.csv"), 1e-6);
}

TEST(LumpedRun, IsTheSameOnTwoRanksAndGoesOnWhereItStopped) {
  const TemporaryDirectory directory;
  ASSERT_EQ(run_earshot({"run", hybrid, "-o", "one"}, directory.path).code, 0);
  const Outcome two = run_earshot({"run", hybrid, "-o", "two"}, directory.path, 2);
  ASSERT_EQ(two.code, 0) << two.err;
  expect_columns(read_table(directory.path / "two/response.csv"),
                 read_table(directory.path / "one/response.csv"), 1e-6);
  ASSERT_EQ(run_earshot({"run", hybrid, "-o", "part", "--set", "sweep.to=1 kHz"}, directory.path).code, 0);
  const Outcome more = run_earshot({"run", hybrid, "-o", "part", "--resume"}, directory.path);
  ASSERT_EQ(more.code, 0) << more.err;
  EXPECT_NE(more.err.find("frequencies were done before"), std::string::npos) << more.err;
}

const std::string amplifier = "[[network.element]]\nname = \"amplifier\"\nkind = \"vcvs\"\nfrom = \"out\"\n"
                              "second_from = \"plug\"\nvalue = \"10\"\n"
                              "[[network.element]]\nname = \"load\"\nkind = \"resistance\"\nfrom = \"out\"\n"
                              "to = \"held\"\nvalue = \"1 ohm\"\n"
                              "[[network.element]]\nname = \"rest\"\nkind = \"resistance\"\nfrom = \"held\"\n"
                              "value = \"1 ohm\"\n";

// What rests on reciprocity can't be asked of an amplifier; its response can.
TEST(LumpedRun, AnAmplifierIsSolvedDirectlyOnly) {
  const TemporaryDirectory directory;
  write_file(directory.path / "case.toml", hybrid_with(amplifier));
  ASSERT_EQ(run_earshot({"run", hybrid, "-o", "plain"}, directory.path).code, 0);
  const Outcome outcome = run_earshot({"run", "case.toml", "-o", "out"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_columns(read_table(directory.path / "out/response.csv"),
                 read_table(directory.path / "plain/response.csv"), 1e-6); // it takes no current
  for (const double residual : read_table(directory.path / "out/power.csv").column("relative_residual"))
    EXPECT_LT(residual, 1e-9); // what the amplifier gives is in its own row
  write_file(directory.path / "more.toml", hybrid_with(amplifier + "[[analysis]]\ntype = \"sensitivity\"\n"));
  const Outcome refused = run_earshot({"run", "more.toml", "-o", "more"}, directory.path);
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("not reciprocal"), std::string::npos) << refused.err;
}

/// The small case with a network between its plug, its driver and its ear.
std::string with_network(const std::string &network) {
  return "include = [\"" + small_case + "\"]\n[sweep]\nmethod = \"direct\"\n" + network;
}

// A network that does nothing: the driver at the plug, the ear behind a port without anything between.
TEST(NetworkBesideAMesh, WithoutElementsChangesNothing) {
  const TemporaryDirectory directory;
  write_file(directory.path / "case.toml", with_network("[ear]\nnode = \"canal\"\n[[network.port]]\nnode = "
                                                        "\"canal\"\nsurface = \"ear\"\n"));
  const Outcome plain = run_earshot({"run", small_case, "-o", "plain", "--set", "sweep.method=direct"},
                                    directory.path),
                joined = run_earshot({"run", "case.toml", "-o", "joined"}, directory.path);
  ASSERT_EQ(plain.code, 0) << plain.err;
  ASSERT_EQ(joined.code, 0) << joined.err;
  for (const char *file : {"response.csv", "impedance.csv", "excursion.csv"}) {
    // The last digit of the files, nine of them, for up to 180 degrees.
    expect_columns(read_table(directory.path / "joined" / file), read_table(directory.path / "plain" / file),
                   2e-6);
  }
  for (const double residual : read_table(directory.path / "joined/power.csv").column("relative_residual"))
    EXPECT_LT(residual, 1e-8); // residual of the sparse solve
}

// A resistor in the network in series with the driver is an output impedance, which the files take off the
// plug's.
TEST(NetworkBesideAMesh, SeriesResistorEqualsTheSourcesOutputImpedance) {
  const TemporaryDirectory directory;
  write_file(
      directory.path / "case.toml",
      with_network("[[network.element]]\nname = \"series\"\nkind = \"resistance\"\nfrom = \"plug\"\nto = "
                   "\"driver\"\nvalue = \"10 ohm\"\n[[network.terminal]]\ndriver = \"dynamic\"\nplus = "
                   "\"driver\"\n"));
  const Outcome inner = run_earshot({"run", small_case, "-o", "source", "--set",
                                     "source.output_impedance=10 ohm", "--set", "sweep.method=direct"},
                                    directory.path),
                outer = run_earshot({"run", "case.toml", "-o", "series"}, directory.path);
  ASSERT_EQ(inner.code, 0) << inner.err;
  ASSERT_EQ(outer.code, 0) << outer.err;
  expect_columns(read_table(directory.path / "series/response.csv"),
                 read_table(directory.path / "source/response.csv"), 2e-6);
  const Table impedance = read_table(directory.path / "series/impedance.csv"),
              driver = read_table(directory.path / "source/impedance.csv");
  for (std::size_t k = 0; k < driver.rows.size(); ++k) {
    const auto z = [](const std::vector<double> &row) {
      return std::polar(row[1], row[2] * std::numbers::pi / 180);
    };
    EXPECT_LT(std::abs(z(impedance.rows[k]) - z(driver.rows[k]) - 10.0), 1e-6);
  }
}

// Six millimetres of the canal as a lumped tube instead of tetrahedra. The tube has Stinson's losses, the
// mesh those of a boundary layer, whose thickness is 4 % of the radius at 250 Hz; the losses themselves are
// small.
TEST(NetworkBesideAMesh, LumpedTubeContinuesTheMeshedCanal) {
  const TemporaryDirectory directory;
  write_file(
      directory.path / "case.toml",
      with_network("[ear]\nnode = \"drum side\"\n[[network.port]]\nnode = \"canal\"\nsurface = \"ear\"\n"
                   "[[network.element]]\nname = \"canal\"\nkind = \"tube\"\nfrom = \"canal\"\nto = \"drum "
                   "side\"\nradius = \"3 mm\"\nlength = \"6 mm\"\n"));
  const Outcome meshed = run_earshot({"run", small_case, "-o", "meshed", "--set",
                                      "geometry.canal.length=12 mm", "--set", "sweep.method=direct"},
                                     directory.path),
                joined =
                    run_earshot({"run", "case.toml", "-o", "joined", "--set", "geometry.canal.length=6 mm"},
                                directory.path);
  ASSERT_EQ(meshed.code, 0) << meshed.err;
  ASSERT_EQ(joined.code, 0) << joined.err;
  const auto reference = read_table(directory.path / "meshed/response.csv").column("spl_db"),
             levels = read_table(directory.path / "joined/response.csv").column("spl_db");
  for (std::size_t k = 0; k < levels.size(); ++k) {
    std::printf("lumped less meshed canal: %.4f dB\n", levels[k] - reference[k]);
    EXPECT_NEAR(levels[k], reference[k], 0.01); // discretisation: the meshes differ
  }
}

// A balanced armature and its tube beside the driver with a mesh, both in front of a lumped piece of canal.
TEST(NetworkBesideAMesh, ArmatureJoinsADriverWithAMesh) {
  const TemporaryDirectory directory;
  const auto element = [](const std::string &name, const std::string &kind, const std::string &from,
                          const std::string &rest) {
    return "[[network.element]]\nname = \"" + name + "\"\nkind = \"" + kind + "\"\nfrom = \"" + from +
           "\"\n" + rest + "\n";
  };
  write_file(
      directory.path / "case.toml",
      "include = [\"" + small_case + "\", \"" + EARSHOT_SOURCE_DIR + "/configs/parts/armatures.toml\"]\n" +
          "[ear]\nnode = \"drum side\"\n[[network.port]]\nnode = \"canal\"\nsurface = \"ear\"\n" +
          element("canal", "tube", "canal", "to = \"drum side\"\nradius = \"3.7 mm\"\nlength = \"8 mm\"") +
          element("high-pass", "capacitance", "plug", "to = \"treble\"\nvalue = \"1 uF\"") +
          element("ba", "armature", "treble", "part = \"generic tweeter\"\nsecond_from = \"spout\"") +
          element("sound tube", "tube", "spout", "to = \"canal\"\nradius = \"0.4 mm\"\nlength = \"8 mm\""));
  for (const char *method : {"direct", "fast"}) {
    const Outcome outcome = run_earshot(
        {"run", "case.toml", "-o", method, "--set", std::string("sweep.method=") + method}, directory.path);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
  }
  const Table direct = read_table(directory.path / "direct/response.csv"),
              fast = read_table(directory.path / "fast/response.csv");
  const auto levels = direct.column("spl_db"), quick = fast.column("spl_db");
  for (std::size_t k = 0; k < levels.size(); ++k)
    EXPECT_NEAR(quick[k], levels[k], 0.01); // sweep.tolerance
  for (const double residual : read_table(directory.path / "direct/power.csv").column("relative_residual"))
    EXPECT_LT(residual, 1e-8);
  EXPECT_EQ(read_table(directory.path / "direct/excursion.csv").columns,
            (std::vector<std::string>{"frequency_hz", "dynamic_mm", "ba_mm"}));
  for (const double excursion : read_table(directory.path / "direct/excursion.csv").column("ba_mm"))
    EXPECT_GT(excursion, 1e-7);
}

// A headphone's driver by magnitudes alone, 32 ohm with a peak of three times that, on a closed volume.
TEST(LumpedRun, FitsADriverToItsImpedance) {
  const TemporaryDirectory directory;
  std::string curve = "* Freq(Hz) Z(Ohms)\n";
  for (double f = 20; f < 20e3; f *= 1.1) {
    const double x = f / 90;
    const std::complex<double> z = 32.0 + 64.0 / std::complex<double>(1, 3 * (x - 1 / x)) +
                                   std::complex<double>(0, 2 * std::numbers::pi * f * 100e-6);
    curve += std::to_string(f) + " " + std::to_string(std::abs(z)) + "\n";
  }
  write_file(directory.path / "driver.zma", curve);
  write_file(
      directory.path / "case.toml",
      "[[moving_coil]]\nname = \"40 mm\"\nimpedance = \"driver.zma\"\narea = \"9 cm2\"\nmass = \"0.2 "
      "g\"\n[[network.element]]\nname = \"driver\"\nkind = \"moving_coil\"\npart = \"40 mm\"\nfrom = "
      "\"plug\"\nsecond_from = \"front\"\n[[network.element]]\nname = \"cup\"\nkind = "
      "\"cavity\"\nfrom = \"front\"\nvalue = \"30 cm3\"\n[[probe]]\nname = \"cup\"\nnode = "
      "\"front\"\n[sweep]\nfrom = \"20 Hz\"\nto = \"2 kHz\"\nspacing = \"octave\"\npoints_per_octave = 3\n");
  const Outcome outcome = run_earshot({"run", "case.toml", "-o", "out"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string summary = read_text(directory.path / "out/summary.json"),
                    log = read_text(directory.path / "out/run.log"), fit = "magnitude alone): R_e 32 ohm";
  EXPECT_NE(summary.find(fit), std::string::npos) << summary;
  EXPECT_NE(summary.find("% rms"), std::string::npos) << summary;
  EXPECT_NE(log.find(fit), std::string::npos) << log;
  for (const char *file : {"case.zma", "case.s1p", "impedance.csv"})
    EXPECT_TRUE(fs::exists(directory.path / "out" / file)) << file;
}

TEST(LumpedRun, KeepsFilesThatItDidNotWrite) {
  const TemporaryDirectory directory;
  const std::string curve = "20 8 0\n20000 9 0\n";
  write_file(directory.path / "case.zma", curve);
  write_file(directory.path / "case.toml",
             "[[network.element]]\nname = \"load\"\nkind = \"impedance_table\"\n"
             "table = \"case.zma\"\nfrom = \"plug\"\n[sweep]\nfrequencies = "
             "[\"100 Hz\"]\n");
  const Outcome beside = run_earshot({"run", "case.toml", "-o", "."}, directory.path);
  EXPECT_EQ(beside.code, 2);
  EXPECT_NE(beside.err.find("case.zma in a folder without results of an earlier run"), std::string::npos)
      << beside.err;
  EXPECT_EQ(read_text(directory.path / "case.zma"), curve);
  fs::create_directories(directory.path / "out/fields");
  write_file(directory.path / "out/fields/own.vtu", "of another program");
  EXPECT_EQ(run_earshot({"run", "case.toml", "-o", "out"}, directory.path).code, 0);
  EXPECT_TRUE(fs::exists(directory.path / "out/fields/own.vtu"));
  for (int time = 0; time < 2; ++time) // a folder of results is taken again
    EXPECT_EQ(run_earshot({"run", "case.toml", "-o", "out"}, directory.path).code, 0);
  EXPECT_TRUE(fs::exists(directory.path / "out/case.zma"));
}

TEST(NetworkBesideAMesh, RefusesAnAmplifier) {
  const TemporaryDirectory directory;
  write_file(
      directory.path / "case.toml",
      with_network("[[network.element]]\nname = \"load\"\nkind = \"resistance\"\nfrom = \"a\"\nvalue = "
                   "\"1 ohm\"\n[[network.element]]\nname = \"amplifier\"\nkind = "
                   "\"vcvs\"\nfrom = \"a\"\nsecond_from = \"plug\"\nvalue = \"10\"\n"));
  const Outcome outcome = run_earshot({"run", "case.toml", "-o", "out"}, directory.path);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("not reciprocal"), std::string::npos) << outcome.err;
}

} // namespace
