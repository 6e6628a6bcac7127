#ifndef EARSHOT_FILES_AUDIO_FILE_H
#define EARSHOT_FILES_AUDIO_FILE_H

#include <filesystem>
#include <vector>

namespace earshot {

/// Sound as samples, 1 at full scale.
struct AudioSignal {
  double sample_rate = 0;                    ///< [Hz]
  std::vector<std::vector<double>> channels; ///< equally long

  std::size_t n_frames() const { return channels.empty() ? 0 : channels.front().size(); }
};

/// Sample rates that are read [Hz]: those that hold the audible band.
constexpr double lowest_sample_rate = 44100, highest_sample_rate = 192000;
constexpr double longest_audio_s = 1800; ///< half an hour, whose samples fit into memory many times

/// Reads WAV, FLAC, AIFF or whatever else libsndfile knows.
/// @throws UserError for what can't be read, holds no samples or such as aren't numbers, is longer than half
/// an hour or has another sample rate than one from 44.1 to 192 kHz
AudioSignal read_audio(const std::filesystem::path &path);

enum class SampleFormat {
  integer, ///< 24 bits; what is above full scale is cut off
  floating ///< 32 bits, WAV alone
};

/// Writes `.wav` or `.flac`, by the end of the name; a reader finds the old file or the new one.
/// @throws UserError for another end, FLAC of floating point, and when the file can't be written
void write_audio(const std::filesystem::path &path, const AudioSignal &signal,
                 SampleFormat format = SampleFormat::integer);

/// @throws UserError when `write_audio` doesn't write files with this end
void require_audio_name(const std::filesystem::path &path, SampleFormat format = SampleFormat::integer);

/// How many samples stand in runs of four or more at full scale: music that was cut off.
std::size_t clipped_samples(const AudioSignal &signal);

} // namespace earshot

#endif
