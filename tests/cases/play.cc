// Sounds through an earphone, and filters for it.
#include "solver/files/audio_file.h"
#include "tests/cases/program.h"

#include <cmath>
#include <complex>
#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;

constexpr double sample_rate = 48000, two_pi = 2 * std::numbers::pi;

const std::string large_signal = R"(
[driver.large_signal]
stiffness = [0.3, 5]
force_factor = [-0.05, -1.4]

[[analysis]]
type = "distortion"
voltages = ["0.2 V"]
from = "500 Hz"
to = "500 Hz"
points = 1
causes = false
)";

class Play : public ::testing::Test {
protected:
  void write_tone(const std::string &name, double frequency, double rate = sample_rate) {
    AudioSignal signal{rate, {{}}};
    for (int n = 0; n < rate / 2; ++n)
      signal.channels[0].push_back(0.999 * std::cos(two_pi * frequency * n / rate));
    write_audio(directory.path / name, signal);
  }
  Outcome run(const Arguments &arguments, int ranks = 0) {
    return run_earshot(arguments, directory.path, ranks);
  }
  void expect_refused(const Arguments &arguments, const std::string &part) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    EXPECT_NE(outcome.err.find(part), std::string::npos) << "'" << part << "' is not in\n" << outcome.err;
  }
  /// Level of a line of a file whose full scale is a sine of 140 dB, over the last tenth of a second.
  double level_of(const std::string &name, double frequency) {
    const std::vector<double> signal = read_audio(directory.path / name).channels.at(0);
    const int length = static_cast<int>(sample_rate / 10);
    std::complex<double> sum = 0;
    for (int n = static_cast<int>(signal.size()) - length; n < static_cast<int>(signal.size()); ++n)
      sum += 2.0 / length * signal[n] * std::polar(1.0, -two_pi * frequency * n / sample_rate);
    return 140 + 20 * std::log10(std::abs(sum) / 0.999);
  }
  TemporaryDirectory directory;
};

// The tone has the response's level, and the harmonics of the balance. What is added by the laws stands in a
// file of its own.
TEST_F(Play, AToneIsHeardWithTheHarmonicsOfTheBalance) {
  write_file(directory.path / "loud.toml", read_text(small_case) + large_signal);
  write_tone("tone.wav", 500);
  const Outcome outcome = run({"play", "loud.toml", "tone.wav", "-o", "heard.wav", "--distortion", "laws.wav",
                               "--voltage", "0.2 V", "--full-scale", "140 dB"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table found = read_table(directory.path / "results" / "loud" / "distortion.csv");
  EXPECT_NEAR(level_of("heard.wav", 500), found.column("level_db").at(0), 0.05);
  EXPECT_NEAR(level_of("heard.wav", 1000), found.column("h2_db").at(0), 0.1);
  EXPECT_NEAR(level_of("heard.wav", 1500), found.column("h3_db").at(0), 0.1);
  EXPECT_NEAR(level_of("laws.wav", 1000), found.column("h2_db").at(0), 0.1);

  const Outcome again = run({"play", "results/loud/model.h5", "tone.wav", "-o", "linear.flac", "--linear",
                             "--voltage", "0.2 V", "--full-scale", "140 dB"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_NEAR(level_of("linear.flac", 500),
              found.column("level_db").at(0) + found.column("compression_db").at(0), 0.01);
  EXPECT_LT(level_of("linear.flac", 1000), found.column("h2_db").at(0) - 30);
}

// A leak whose jets count at this level; the odd orders of abs(u) u alone.
TEST_F(Play, AToneHasTheHarmonicsOfALeaksLoss) {
  write_file(directory.path / "leaky.toml", read_text(small_case) + R"(
[leak]
radius = "0.3 mm"
length = "5 mm"
[[vent]]
element = "leak"
[[analysis]]
type = "distortion"
voltages = ["0.2 V"]
from = "250 Hz"
to = "250 Hz"
points = 1
causes = false
)");
  write_tone("tone.wav", 250);
  const Outcome outcome = run(
      {"play", "leaky.toml", "tone.wav", "-o", "heard.wav", "--voltage", "0.2 V", "--full-scale", "140 dB"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("air in leak: up to"), std::string::npos) << outcome.out;
  const Table found = read_table(directory.path / "results" / "leaky" / "distortion.csv");
  EXPECT_NEAR(level_of("heard.wav", 250), found.column("level_db").at(0), 0.05);
  EXPECT_NEAR(level_of("heard.wav", 750), found.column("h3_db").at(0), 0.1);
  EXPECT_LT(level_of("heard.wav", 500), found.column("h3_db").at(0) - 30);
}

// Two tones in time and in balance.
TEST_F(Play, TwoTonesMakeTheProductsOfTheBalance) {
  write_file(directory.path / "loud.toml", read_text(small_case) + large_signal +
                                               "tones = [\"500 Hz\", \"800 Hz\"]\ntone_ratio = \"-6 dB\"\n");
  AudioSignal signal{sample_rate, {{}}};
  const double second = std::pow(10, -6.0 / 20),
               both = std::hypot(1, second); // their mean square is that of 1
  for (int n = 0; n < sample_rate / 2; ++n)
    signal.channels[0].push_back(
        0.5 / both *
        (std::cos(two_pi * 500 * n / sample_rate) + second * std::cos(two_pi * 800 * n / sample_rate)));
  write_audio(directory.path / "tones.wav", signal);
  const Outcome outcome = run(
      {"play", "loud.toml", "tones.wav", "-o", "heard.wav", "--voltage", "0.4 V", "--full-scale", "140 dB"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table found = read_table(directory.path / "results/loud/intermodulation.csv");
  const auto frequency = found.column("frequency_hz"), level = found.column("level_db"),
             order = found.column("order");
  int products = 0;
  for (std::size_t k = 0; k < found.rows.size(); ++k)
    if (order[k] <= 3 && level[k] > level[0] - 90) {
      const double offset = 20 * std::log10(0.999); // of level_of, whose tones are that much below full scale
      EXPECT_NEAR(level_of("heard.wav", frequency[k]) + offset, level[k], order[k] == 1 ? 0.05 : 0.15)
          << frequency[k];
      products += order[k] > 1;
    }
  EXPECT_GE(products, 4);
}

TEST_F(Play, TwoRanksMakeTheSameSound) {
  write_tone("tone.wav", 800);
  for (const int ranks : {1, 2}) {
    const Outcome outcome = run({"play", small_case, "tone.wav", "-o", std::to_string(ranks) + ".wav",
                                 "--full-scale", "140 dB", "--set", "output.field_frequencies=[]"},
                                ranks);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
  }
  EXPECT_NEAR(level_of("1.wav", 800), level_of("2.wav", 800), 0.01); // the sweep's tolerance
}

// The level at the tone's frequency is that of the network's own response.
TEST_F(Play, ANetworkAloneIsPlayed) {
  write_tone("tone.wav", 800);
  const std::string hybrid = EARSHOT_SOURCE_DIR "/configs/lumped_hybrid.toml";
  const Outcome played = run({"play", hybrid, "tone.wav", "-o", "heard.wav", "--full-scale", "140 dB"}),
                solved = run({"run", hybrid, "-o", "out", "--set", "sweep.frequencies=[\"800 Hz\"]"});
  ASSERT_EQ(played.code, 0) << played.err;
  ASSERT_EQ(solved.code, 0) << solved.err;
  const double level = read_table(directory.path / "out" / "response.csv").column("spl_db")[0];
  EXPECT_NEAR(level_of("heard.wav", 800), level, 0.02); // a causal filter's, see the guide
}

TEST_F(Play, WhatCannotBePlayedIsRefused) {
  write_tone("tone.wav", 500);
  write_tone("slow.wav", 500, 16000);
  write_audio(directory.path / "silent.wav", {sample_rate, {std::vector<double>(100)}});
  write_audio(directory.path / "clipped.wav", {sample_rate, {std::vector<double>(100, 1)}});
  write_file(directory.path / "text.wav", "no sound");
  ASSERT_EQ(run({"run", small_case, "-o", "out", "--save-model", "m.h5"}).code, 0);
  const auto refused = [&](const std::string &file, const std::string &part, const Arguments &more = {}) {
    SCOPED_TRACE(file);
    Arguments arguments{"play", "m.h5", file, "-o", "heard.wav"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    expect_refused(arguments, part);
    EXPECT_FALSE(fs::exists(directory.path / "heard.wav"));
  };
  refused("missing.wav", "missing.wav: found no file");
  refused("text.wav", "found no sound");
  refused("slow.wav", "16000 Hz, expected 44100 to 192000 Hz");
  refused("silent.wav", "found silence");
  refused("clipped.wav", "found 100 samples that were cut off");
  refused("tone.wav", "--voltage: found \"3 ohm\"", {"--voltage", "3 ohm"});
  refused("tone.wav", "expected more than 0", {"--voltage", "0 V"});
  refused("tone.wav", "--set: found a saved model", {"--set", "source.voltage=\"1 V\""});
  expect_refused({"play", "m.h5", "tone.wav", "-o", "heard.mp3"}, "ends in .wav");
  expect_refused({"play", "m.h5", "tone.wav", "-o", "tone.wav"}, "own file");
  expect_refused({"play", "m.h5", "tone.wav", "-o", "a.wav", "--distortion", "./a.wav"}, "own file");
  // Before a case is run for it.
  expect_refused({"play", small_case, "silent.wav", "-o", "heard.wav"}, "found silence");
  expect_refused({"play", small_case, "tone.wav", "-o", "text.wav/heard.wav"}, "text.wav");
  EXPECT_FALSE(fs::exists(directory.path / "results"));
}

// A target that is the response itself but for 6 dB of tilt: the filter is the tilt.
TEST_F(Play, AFilterBringsTheResponseToItsTarget) {
  ASSERT_EQ(run({"run", small_case, "-o", "out", "--set", "sweep.points=40"}).code, 0);
  const Table response = read_table(directory.path / "out" / "response.csv");
  std::string target = "# ear = \"none\"\n";
  const auto f = response.column("frequency_hz"), level = response.column("spl_db");
  for (std::size_t i = 0; i < f.size(); ++i)
    target += std::to_string(f[i]) + " " + std::to_string(level[i] + 2 * std::log2(f[i] / 500)) + "\n";
  write_file(directory.path / "target.txt", target);
  for (const std::string phase : {"minimum", "linear"}) {
    const Outcome outcome = run({"equalize", "out", "--target", "target.txt", "-o", phase + ".wav", "--phase",
                                 phase, "--band", "250 Hz..2 kHz", "--smooth", "none", "--force"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const Table made = read_table(directory.path / (phase + ".csv"));
    const auto at = made.column("frequency_hz"), filter = made.column("filter_db");
    // Between rows of an octave's third the tilt is straight; 4095 taps resolve 12 Hz.
    for (std::size_t i = 0; i < at.size(); ++i)
      if (at[i] > 280 && at[i] < 1800) {
        EXPECT_NEAR(filter[i], 2 * std::log2(at[i] / 2000), 0.1) << phase << " " << at[i];
      }
    const AudioSignal taps = read_audio(directory.path / (phase + ".wav"));
    EXPECT_EQ(taps.n_frames(), phase == "linear" ? 4095u : 4096u);
  }
  expect_refused({"equalize", "out", "--target", "target.txt", "-o", "x.flac"}, "ends in .wav");
  expect_refused({"equalize", "out", "--target", "target.txt", "-o", "x.wav", "--phase", "maximum"},
                 "\"minimum\"");
  expect_refused({"equalize", "out", "--target", "none.txt", "-o", "x.wav"}, "none.txt");
  write_file(directory.path / "target.csv", "frequency_hz,level_db\n250,90\n2000,80\n");
  expect_refused({"equalize", "out", "--target", "target.csv", "-o", "target.wav", "--force"},
                 "the filter's table would replace");
  EXPECT_EQ(read_text(directory.path / "target.csv").substr(0, 22), "frequency_hz,level_db\n");
}

} // namespace
