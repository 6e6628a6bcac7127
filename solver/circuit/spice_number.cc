#include "solver/circuit/spice_number.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

namespace earshot {

namespace {

struct Suffix {
  double factor;
  std::size_t length;
};

/// The suffix that letters begin with; factor 1 and length 0 for none.
Suffix suffix_of(const std::string &letters) {
  static const std::pair<const char *, double> suffixes[] = {
      {"meg", 1e6},       {"mil", 25.4e-6},   {"f", 1e-15}, {"p", 1e-12}, {"n", 1e-9}, {"u", 1e-6},
      {"\xC2\xB5", 1e-6}, {"\xCE\xBC", 1e-6}, {"m", 1e-3},  {"k", 1e3},   {"g", 1e9},  {"t", 1e12}};
  std::string word = letters;
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
  for (const auto &[suffix, factor] : suffixes)
    if (word.rfind(suffix, 0) == 0)
      return {factor, std::string(suffix).size()};
  return {1, 0};
}

/// Letters, or the sign of ohm in one of its two codes.
bool is_unit(std::string text) {
  for (const char *ohm : {"\xCE\xA9", "\xE2\x84\xA6"})
    if (text == ohm)
      return true;
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
}

} // namespace

std::optional<double> spice_factor(const std::string &letters) {
  const Suffix suffix = suffix_of(letters);
  if (!is_unit(letters.substr(suffix.length)))
    return std::nullopt;
  return suffix.factor;
}

std::optional<double> parse_spice_value(const std::string &text) {
  const std::string word = !text.empty() && text[0] == '+' ? text.substr(1) : text;
  double value = 0;
  const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || !std::isfinite(value))
    return std::nullopt;
  const std::string letters(rest, word.data() + word.size());
  const auto factor = spice_factor(letters);
  return factor ? std::optional(value * *factor) : std::nullopt;
}

} // namespace earshot
