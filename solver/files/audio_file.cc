#include "solver/files/audio_file.h"

#include "solver/config/located.h"
#include "solver/files/tables.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>

namespace earshot {

namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(SNDFILE *file) const { sf_close(file); }
};
using File = std::unique_ptr<SNDFILE, Close>;

/// A file in memory, as libsndfile asks for one.
struct Memory {
  std::string bytes;
  sf_count_t place = 0;
};

Memory &memory_of(void *user) {
  return *static_cast<Memory *>(user);
}

sf_count_t length(void *user) {
  return static_cast<sf_count_t>(memory_of(user).bytes.size());
}

sf_count_t seek(sf_count_t offset, int whence, void *user) {
  Memory &memory = memory_of(user);
  const sf_count_t from = whence == SEEK_CUR ? memory.place : whence == SEEK_END ? length(user) : 0;
  return memory.place = std::max<sf_count_t>(0, from + offset);
}

sf_count_t read(void *to, sf_count_t count, void *user) {
  Memory &memory = memory_of(user);
  const sf_count_t there = std::clamp<sf_count_t>(length(user) - memory.place, 0, count);
  std::memcpy(to, memory.bytes.data() + memory.place, there);
  memory.place += there;
  return there;
}

sf_count_t write(const void *from, sf_count_t count, void *user) {
  Memory &memory = memory_of(user);
  if (memory.place + count > length(user))
    memory.bytes.resize(memory.place + count);
  std::memcpy(memory.bytes.data() + memory.place, from, count);
  memory.place += count;
  return count;
}

sf_count_t tell(void *user) {
  return memory_of(user).place;
}

SF_VIRTUAL_IO in_memory{length, seek, read, write, tell};

[[noreturn]] void refuse(const fs::path &path, const std::string &message) {
  throw UserError({path.string(), 0, 0, ""}, message);
}

/// The header's claims, before memory is spent on them.
void require_usable(const fs::path &path, const SF_INFO &info) {
  if (info.samplerate < lowest_sample_rate || info.samplerate > highest_sample_rate)
    refuse(path, fmt::format("found a sample rate of {} Hz, expected {:g} to {:g} Hz", info.samplerate,
                             lowest_sample_rate, highest_sample_rate));
  if (info.frames <= 0 || info.channels <= 0)
    refuse(path, "found no samples, expected some");
  const double seconds = static_cast<double>(info.frames) / info.samplerate;
  if (seconds > longest_audio_s)
    refuse(path, fmt::format("found {:.0f} s of sound, expected at most {:g} s", seconds, longest_audio_s));
}

int file_type(const fs::path &path, SampleFormat format) {
  std::string end = path.extension().string();
  std::transform(end.begin(), end.end(), end.begin(), [](unsigned char c) { return std::tolower(c); });
  const bool floating = format == SampleFormat::floating;
  if (end == ".wav")
    return SF_FORMAT_WAV | (floating ? SF_FORMAT_FLOAT : SF_FORMAT_PCM_24);
  if (end == ".flac" && !floating)
    return SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
  throw UserError(fmt::format("found {}, expected a name that ends in .wav{}", path.string(),
                              floating ? "" : " or .flac"));
}

} // namespace

AudioSignal read_audio(const fs::path &path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error))
    refuse(path, "found no file, expected a WAV or FLAC file");
  SF_INFO info{};
  const File file(sf_open(path.c_str(), SFM_READ, &info));
  if (!file)
    refuse(path, fmt::format("found no sound, expected a WAV or FLAC file: {}", sf_strerror(nullptr)));
  require_usable(path, info);
  const auto n_channels = static_cast<std::size_t>(info.channels);
  AudioSignal signal{static_cast<double>(info.samplerate), std::vector<std::vector<double>>(n_channels)};
  constexpr sf_count_t at_once = 65536; // frames; a header may promise more than there are
  std::vector<double> block(at_once * n_channels);
  while (const sf_count_t frames = sf_readf_double(file.get(), block.data(), at_once)) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(frames) * n_channels; ++k) {
      if (!std::isfinite(block[k]))
        refuse(path,
               fmt::format("found a sample that is no number at {:.3f} s, expected numbers",
                           static_cast<double>(signal.channels[k % n_channels].size()) / signal.sample_rate));
      signal.channels[k % n_channels].push_back(block[k]);
    }
  }
  if (static_cast<sf_count_t>(signal.n_frames()) < info.frames)
    refuse(path, fmt::format("found {} samples, expected the {} that its header states: cut short",
                             signal.n_frames(), info.frames));
  return signal;
}

void require_audio_name(const fs::path &path, SampleFormat format) {
  file_type(path, format);
}

void write_audio(const fs::path &path, const AudioSignal &signal, SampleFormat format) {
  SF_INFO info{};
  info.format = file_type(path, format);
  info.samplerate = static_cast<int>(std::lround(signal.sample_rate));
  info.channels = static_cast<int>(signal.channels.size());
  Memory memory;
  File file(sf_open_virtual(&in_memory, SFM_WRITE, &info, &memory));
  if (!file)
    throw UserError(fmt::format("can't write {}: {}", path.string(), sf_strerror(nullptr)));
  sf_command(file.get(), SFC_SET_CLIPPING, nullptr, format == SampleFormat::integer);
  std::vector<double> frames;
  frames.reserve(signal.n_frames() * signal.channels.size());
  for (std::size_t n = 0; n < signal.n_frames(); ++n)
    for (const std::vector<double> &channel : signal.channels)
      frames.push_back(channel[n]);
  sf_writef_double(file.get(), frames.data(), static_cast<sf_count_t>(signal.n_frames()));
  file.reset();
  write_atomically(path, memory.bytes);
}

std::size_t clipped_samples(const AudioSignal &signal) {
  constexpr double full = 0.99996; // the largest step but one of 16 bits
  constexpr std::size_t run_of_clipping = 4;
  std::size_t clipped = 0;
  for (const std::vector<double> &channel : signal.channels) {
    std::size_t run = 0;
    for (std::size_t n = 0; n <= channel.size(); ++n) {
      const bool goes_on = n < channel.size() && std::abs(channel[n]) >= full &&
                           (run == 0 || std::signbit(channel[n]) == std::signbit(channel[n - 1]));
      if (goes_on) {
        ++run;
        continue;
      }
      clipped += run >= run_of_clipping ? run : 0;
      run = n < channel.size() && std::abs(channel[n]) >= full ? 1 : 0;
    }
  }
  return clipped;
}

} // namespace earshot
