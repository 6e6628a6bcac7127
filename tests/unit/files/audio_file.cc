#include "solver/files/audio_file.h"

#include "solver/config/located.h"
#include "solver/files/tables.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace earshot {
namespace {

AudioSignal two_tones(double rate) {
  AudioSignal signal{rate, {{}, {}}};
  for (int n = 0; n < 5000; ++n) {
    signal.channels[0].push_back(0.5 * std::sin(0.1 * n));
    signal.channels[1].push_back(-0.25 * std::cos(0.03 * n));
  }
  return signal;
}

std::string error_of(const std::function<void()> &action) {
  try {
    action();
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

// 24 bits are 6e-8 from half a step to the other, 32 bits of floating point 3e-8 of 0.5.
TEST(AudioFile, WhatIsWrittenIsReadBack) {
  const TemporaryDirectory directory;
  const AudioSignal signal = two_tones(96000);
  for (const char *name : {"a.wav", "a.flac", "b.WAV"}) {
    const auto format = name[0] == 'b' ? SampleFormat::floating : SampleFormat::integer;
    write_audio(directory.path / name, signal, format);
    const AudioSignal back = read_audio(directory.path / name);
    EXPECT_EQ(back.sample_rate, 96000);
    ASSERT_EQ(back.channels.size(), 2u);
    ASSERT_EQ(back.n_frames(), signal.n_frames());
    for (std::size_t c = 0; c < 2; ++c)
      for (std::size_t n = 0; n < signal.n_frames(); ++n)
        ASSERT_NEAR(back.channels[c][n], signal.channels[c][n], 2e-7) << name << " " << n;
  }
}

TEST(AudioFile, LoudSamplesAreCutOffAndDoNotTurnOver) {
  const TemporaryDirectory directory;
  write_audio(directory.path / "loud.wav", {48000, {{1.5, -1.5, 0.5}}});
  const AudioSignal back = read_audio(directory.path / "loud.wav");
  EXPECT_NEAR(back.channels[0][0], 1, 1e-6);
  EXPECT_NEAR(back.channels[0][1], -1, 1e-6);
}

TEST(AudioFile, WhatIsNoSoundIsRefused) {
  const TemporaryDirectory directory;
  const auto file = [&](const char *name) { return directory.path / name; };
  write_atomically(file("text.wav"), "this is not a sound");
  write_audio(file("slow.wav"), two_tones(22050));
  write_audio(file("empty.wav"), {48000, {{}}});
  write_audio(file("nan.wav"), {48000, {{0, std::numeric_limits<double>::quiet_NaN()}}},
              SampleFormat::floating);
  write_audio(file("whole.flac"), two_tones(48000));
  write_atomically(file("short.flac"), read_text(file("whole.flac")).substr(0, 3000));
  const std::vector<std::pair<const char *, const char *>> cases = {
      {"missing.wav", "found no file"},        {"text.wav", "found no sound"},
      {"slow.wav", "sample rate of 22050 Hz"}, {"empty.wav", "no samples"},
      {"nan.wav", "no number at 0.000 s"},     {"short.flac", "cut short"},
  };
  for (const auto &[name, expected] : cases) {
    const std::string error = error_of([&] { read_audio(file(name)); });
    EXPECT_NE(error.find(expected), std::string::npos) << name << ": " << error;
    EXPECT_NE(error.find(name), std::string::npos) << error;
  }
}

TEST(AudioFile, OtherEndsAreRefused) {
  const TemporaryDirectory directory;
  for (const auto &[name, format] : {std::pair{"a.mp3", SampleFormat::integer},
                                     {"a", SampleFormat::integer},
                                     {"a.flac", SampleFormat::floating}})
    EXPECT_NE(error_of([&] { require_audio_name(directory.path / name, format); }).find(".wav"),
              std::string::npos)
        << name;
}

TEST(AudioFile, RunsAtFullScaleAreClipping) {
  AudioSignal signal{48000, {{0, 1, 1, 1, 0.5, 1, 1, 1, 1, 1, 0, -1, -1, -1, -1}}};
  EXPECT_EQ(clipped_samples(signal), 9u);
  signal.channels[0] = {1, -1, 1, -1, 1, -1};
  EXPECT_EQ(clipped_samples(signal), 0u);
  EXPECT_EQ(clipped_samples(two_tones(48000)), 0u);
}

} // namespace
} // namespace earshot
