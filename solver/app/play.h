#ifndef EARSHOT_APP_PLAY_H
#define EARSHOT_APP_PLAY_H

#include <filesystem>
#include <string>

namespace earshot {

/// What the command line says of `earshot play`; empty texts stand for the defaults.
struct PlayOptions {
  std::string signal;      ///< WAV or FLAC file that is played
  std::string output;      ///< file of the pressure at the eardrum
  std::string distortion;  ///< file of the laws' share alone; empty: none
  std::string voltage;     ///< RMS of a sine at full scale; default: source.voltage of the case
  std::string full_scale;  ///< level of a sine at full scale of the output; default: what just holds it
  std::string relative_to; ///< level over frequency that is taken out; empty: none
  bool linear = false;     ///< leave the laws at large signal out
  bool force = false;      ///< play what was cut off at full scale, and curves of another ear
};

/// Reads the signal and everything else that the options name, before a case is run for them.
/// @throws UserError for what can't be used, or written
void check_play(const PlayOptions &options);

/// `earshot play`: the pressure at the eardrum when a source plays a signal, of a model that a run kept.
/// Channels are played one by one through the same earphone.
/// @throws UserError for a signal that can't be used, and for laws that are too steep for it
void play(const std::filesystem::path &model, const PlayOptions &options);

} // namespace earshot

#endif
