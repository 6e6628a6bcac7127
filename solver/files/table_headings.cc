#include "solver/files/table_headings.h"

#include "solver/files/user_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

namespace earshot {

namespace {

/// Spellings of units in small letters without blanks and signs of multiplication.
const std::map<std::string, std::string> &unit_spellings() {
  static const std::map<std::string, std::string> spellings{{"hz", "Hz"},
                                                            {"hertz", "Hz"},
                                                            {"khz", "kHz"},
                                                            {"mhz", "MHz"},
                                                            {"rad/s", "rad/s"},
                                                            {"ohm", "ohm"},
                                                            {"ohms", "ohm"},
                                                            {"\xCE\xA9", "ohm"},
                                                            {"\xE2\x84\xA6", "ohm"},
                                                            {"\xCF\x89", "ohm"},
                                                            {"kohm", "kohm"},
                                                            {"kohms", "kohm"},
                                                            {"mohm", "mohm"},
                                                            {"deg", "degree"},
                                                            {"degs", "degree"},
                                                            {"degree", "degree"},
                                                            {"degrees", "degree"},
                                                            {"\xC2\xB0", "degree"},
                                                            {"rad", "rad"},
                                                            {"radian", "rad"},
                                                            {"radians", "rad"},
                                                            {"db", "dB"},
                                                            {"dbspl", "dB"},
                                                            {"dbfs", "dB"},
                                                            {"dbv", "dB"},
                                                            {"dbr", "dB"},
                                                            {"dbu", "dB"},
                                                            {"v", "V"},
                                                            {"mv", "mV"},
                                                            {"a", "A"},
                                                            {"pa", "Pa"},
                                                            {"m", "m"},
                                                            {"mm", "mm"},
                                                            {"m2", "m2"},
                                                            {"mm2", "mm2"},
                                                            {"cm2", "cm2"},
                                                            {"t", "T"},
                                                            {"tesla", "T"},
                                                            {"mt", "mT"},
                                                            {"a/m", "A/m"},
                                                            {"ka/m", "kA/m"},
                                                            {"pas/m3", "Pa s/m3"},
                                                            {"pas/m", "Pa s/m"},
                                                            {"rayl", "Pa s/m"},
                                                            {"n/a", "N/A"},
                                                            {"tm", "T m"},
                                                            {"n/mm", "N/mm"},
                                                            {"n/m", "N/m"},
                                                            {"mh", "mH"},
                                                            {"uh", "uH"},
                                                            {"\xC2\xB5h", "uH"},
                                                            {"kn/m", "kN/m"},
                                                            {"cm", "cm"},
                                                            {"um", "um"},
                                                            {"v/pa", "V/Pa"},
                                                            {"vs/m3", "V s/m3"},
                                                            {"a/pa", "A/Pa"},
                                                            {"as/m3", "A s/m3"},
                                                            {"s", "s"},
                                                            {"g", "gauss"},
                                                            {"gauss", "gauss"},
                                                            {"oe", "oersted"},
                                                            {"%", "%"}};
  return spellings;
}

/// The last words of names such as "frequency_hz", longest first.
constexpr std::array<std::pair<const char *, const char *>, 29> suffixes{{{"_pa_s_m3", "Pa s/m3"},
                                                                          {"_pa_s_m", "Pa s/m"},
                                                                          {"_v_s_m3", "V s/m3"},
                                                                          {"_a_s_m3", "A s/m3"},
                                                                          {"_v_pa", "V/Pa"},
                                                                          {"_a_pa", "A/Pa"},
                                                                          {"_ka_m", "kA/m"},
                                                                          {"_a_m", "A/m"},
                                                                          {"_degrees", "degree"},
                                                                          {"_degree", "degree"},
                                                                          {"_deg", "degree"},
                                                                          {"_rad", "rad"},
                                                                          {"_khz", "kHz"},
                                                                          {"_hz", "Hz"},
                                                                          {"_kohm", "kohm"},
                                                                          {"_ohms", "ohm"},
                                                                          {"_ohm", "ohm"},
                                                                          {"_db", "dB"},
                                                                          {"_mm2", "mm2"},
                                                                          {"_m2", "m2"},
                                                                          {"_n_mm", "N/mm"},
                                                                          {"_n_m", "N/m"},
                                                                          {"_n_a", "N/A"},
                                                                          {"_mh", "mH"},
                                                                          {"_uh", "uH"},
                                                                          {"_mm", "mm"},
                                                                          {"_mt", "mT"},
                                                                          {"_t", "T"},
                                                                          {"_m", "m"}}};

const std::set<std::string> known_names{"freq",
                                        "frequency",
                                        "f",
                                        "spl",
                                        "level",
                                        "phase",
                                        "angle",
                                        "z",
                                        "impedance",
                                        "magnitude",
                                        "mag",
                                        "re",
                                        "im",
                                        "real",
                                        "imag",
                                        "imaginary",
                                        "resistance",
                                        "reactance",
                                        "sound_pressure_level"};

std::string without(std::string text, const std::string &part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
  return text;
}

/// A unit in the spelling of UDUNITS, or as it stands when it is unknown.
std::string spelled_unit(const std::string &text) {
  std::string key = lower_case(text);
  for (const char *part : {" ", "*", ".", "^", "\xC2\xB7", "\xE2\x8B\x85"})
    key = without(key, part);
  for (const auto &[from, to] : {std::pair("\xC2\xB2", "2"), std::pair("\xC2\xB3", "3"),
                                 std::pair("k\xCE\xA9", "kohm"), std::pair("k\xE2\x84\xA6", "kohm")})
    if (const std::size_t at = key.find(from); at != std::string::npos)
      key.replace(at, std::string(from).size(), to);
  if (key.rfind("db", 0) == 0) // dB re 20 uPa, dB SPL
    return "dB";
  const auto found = unit_spellings().find(key);
  return found == unit_spellings().end() ? trimmed(text) : found->second;
}

bool is_unit(const std::string &text) {
  const std::string unit = spelled_unit(text);
  return std::any_of(unit_spellings().begin(), unit_spellings().end(),
                     [&](const auto &entry) { return entry.second == unit; });
}

std::string plain_name(const std::string &text) {
  std::string name;
  for (const char c : lower_case(trimmed(text)))
    if (c == ' ' || c == '-' || c == '_')
      name += name.empty() || name.back() == '_' ? "" : "_";
    else if (std::string("|.:,*'").find(c) == std::string::npos)
      name += c;
  while (!name.empty() && name.back() == '_')
    name.pop_back();
  return name;
}

/// Pieces of a heading between two blanks or more, or tabs.
std::vector<std::string> by_wide_gaps(const std::string &heading) {
  std::vector<std::string> pieces(1);
  const std::string text = trimmed(heading);
  for (std::size_t k = 0; k < text.size(); ++k) {
    const bool gap = text[k] == '\t' || (text[k] == ' ' && k + 1 < text.size() && text[k + 1] == ' ');
    if (!gap) {
      pieces.back() += text[k];
    } else {
      while (k + 1 < text.size() && (text[k + 1] == ' ' || text[k + 1] == '\t'))
        ++k;
      pieces.emplace_back();
    }
  }
  return pieces;
}

/// Pieces that end with a closing bracket.
std::vector<std::string> by_brackets(const std::string &heading) {
  std::vector<std::string> pieces;
  std::string piece;
  for (const char c : heading) {
    piece += c;
    if (c == ']' || c == ')') {
      pieces.push_back(trimmed(piece));
      piece.clear();
    }
  }
  if (!trimmed(piece).empty())
    pieces.push_back(trimmed(piece));
  return pieces;
}

} // namespace

TextTable::Column parse_title(const std::string &written) {
  const std::string title = trimmed(written);
  const auto made = [&](const std::string &name, const std::string &unit) {
    return TextTable::Column{title, plain_name(name), spelled_unit(unit)};
  };
  const char last = title.empty() ? '\0' : title.back();
  if (last == ']' || last == ')')
    if (const std::size_t open = title.rfind(last == ']' ? '[' : '('); open != std::string::npos)
      if (const std::string inside = title.substr(open + 1, title.size() - open - 2);
          last == ']' || is_unit(inside))
        return made(title.substr(0, open), inside);
  if (is_unit(title) && known_names.count(lower_case(title)) == 0)
    return {title, "", spelled_unit(title)};
  for (const char *joint : {" / ", " in ", "/"})
    if (const std::size_t at = title.rfind(joint); at != std::string::npos && at > 0)
      if (const std::string unit = title.substr(at + std::string(joint).size()); is_unit(unit))
        return made(title.substr(0, at), unit);
  const std::string small = lower_case(title);
  for (const auto &[suffix, unit] : suffixes)
    if (const std::string end = suffix; small.size() > end.size() && small.ends_with(end))
      return made(title.substr(0, title.size() - end.size()), unit);
  if (const std::size_t blank = title.find(' '); blank != std::string::npos)
    if (const std::string unit = title.substr(blank + 1); is_unit(unit))
      return made(title.substr(0, blank), unit);
  return {title, plain_name(title), ""};
}

bool is_known_title(const TextTable::Column &column) {
  return known_names.count(column.name) != 0 || (!column.unit.empty() && is_unit(column.unit));
}

std::vector<std::string> split_titles(const std::string &heading, Separator separator, std::size_t n) {
  for (const std::vector<std::string> &titles :
       {split_cells(heading, separator), by_wide_gaps(heading), by_brackets(heading),
        split_cells(heading, Separator::comma), split_cells(heading, Separator::semicolon)})
    if (titles.size() == n)
      return titles;
  return {};
}

} // namespace earshot
