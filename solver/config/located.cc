#include "solver/config/located.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace earshot {

namespace {

std::string lines_of(const std::vector<Diagnostic> &diagnostics) {
  std::string lines;
  for (const Diagnostic &diagnostic : diagnostics)
    lines += (lines.empty() ? "" : "\n") + to_string(diagnostic);
  return lines;
}

/// Letters to change, add, leave out or swap with their neighbour (optimal string alignment); upper and lower
/// case alike.
std::size_t edit_distance(std::string a, std::string b) {
  for (std::string *word : {&a, &b})
    std::transform(word->begin(), word->end(), word->begin(),
                   [](unsigned char letter) { return std::tolower(letter); });
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  std::iota(previous.begin(), previous.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      current[j] =
          std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        current[j] = std::min(current[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

} // namespace

std::string to_string(const Diagnostic &diagnostic) {
  const SourcePosition &where = diagnostic.where;
  std::string place = where.file;
  if (!place.empty() && where.line > 0)
    place += fmt::format(":{}", where.line);
  for (const std::string &part : {where.key, diagnostic.message})
    if (!part.empty())
      place += (place.empty() ? "" : ": ") + part;
  return place;
}

UserError::UserError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(lines_of(diagnostics)), diagnostics_(std::move(diagnostics)) {}

std::string nearest_name(const std::string &word, const std::vector<std::string> &candidates) {
  std::string nearest;
  // A third of the letters may be wrong; more than that is another word.
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string &candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string expected_one_of(const std::string &word, const std::vector<std::string> &candidates) {
  std::string text = "expected ";
  if (candidates.empty())
    return text + "none, as none is defined";
  if (candidates.size() > 1)
    text += "one of ";
  for (std::size_t i = 0; i < candidates.size(); ++i)
    text += (i == 0 ? "\"" : ", \"") + candidates[i] + "\"";
  const std::string nearest = nearest_name(word, candidates);
  return nearest.empty() ? text : text + "; did you mean \"" + nearest + "\"?";
}

} // namespace earshot
