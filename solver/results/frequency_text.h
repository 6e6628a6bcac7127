#ifndef EARSHOT_RESULTS_FREQUENCY_TEXT_H
#define EARSHOT_RESULTS_FREQUENCY_TEXT_H

#include <string>

namespace earshot {

/// A frequency as people write it: "250 Hz", "1.259 kHz", "10 kHz". @param frequency_hz [Hz]
std::string frequency_text(double frequency_hz, int digits = 4);

} // namespace earshot

#endif
