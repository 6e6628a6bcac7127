#include "solver/circuit/source_amplitude.h"

#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

namespace earshot {

std::complex<double> source_amplitude(const ElementLine &line, const std::string &file,
                                      std::vector<std::string> &notes) {
  const std::vector<std::string> &words = line.words();
  const std::size_t first = 3; // behind the name and two nodes
  const bool has_signal = std::find(words.begin(), words.end(), "ac") != words.end();
  std::complex<double> signal = 0;
  double bias = 0;
  for (std::size_t k = first; k < words.size(); ++k) {
    const std::string &word = words[k];
    if (word == "ac") {
      const double magnitude = line.is_number(k + 1) ? line.value(++k) : 1;
      const double degrees = line.is_number(k + 1) ? line.value(++k) : 0;
      signal = magnitude * std::polar(1.0, degrees * std::numbers::pi / 180);
    } else if (word == "dc") {
      bias = line.is_number(k + 1) ? line.value(++k) : 0;
    } else if (k == first && line.is_number(k)) {
      bias = line.value(k);
      if (bias != 0 && !has_signal)
        line.fail(
            fmt::format("found \"{0}\" alone, which SPICE takes as a bias, expected AC {0} for a signal or "
                        "DC {0} for a bias",
                        excerpt(word)));
    } else if (is_one_of(word, "sin sine pulse exp pwl sffm am")) {
      while (line.is_number(k + 1))
        ++k;
      notes.push_back(
          fmt::format("{}:{}: {} is for transients and left out", file, line.number_in_file(), word));
    } else {
      line.fail(fmt::format("found \"{}\" on the line, which isn't used", excerpt(word)));
    }
  }
  if (bias != 0)
    notes.push_back(fmt::format("{}:{}: the bias {:g} is left out", file, line.number_in_file(), bias));
  return signal;
}

} // namespace earshot
