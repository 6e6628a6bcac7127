#include "solver/mesh/msh_scanner.h"

#include "solver/config/located.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace earshot {

namespace {

/// In any unit of length far beyond any mesh, and so small that cubes of it are numbers.
constexpr double largest_coordinate = 1e15;

bool is_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

/// What a message may repeat of a file that can hold anything.
std::string shown(std::string_view word) {
  std::string text;
  for (const char letter : word.substr(0, 40))
    text += letter >= ' ' && letter <= '~' ? letter : '?';
  return text;
}

/// The number that all of the word spells.
template <class T>
bool parse(std::string_view word, T &number) {
  if (!word.empty() && word.front() == '+')
    word.remove_prefix(1);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size();
}

} // namespace

void MshScanner::fail(const std::string &message) const {
  const std::string_view read = text_.substr(0, std::min(at_, text_.size()));
  if (bytes_)
    throw UserError(fmt::format("{}: byte {}: {}", file_, read.size(), message));
  const int line = 1 + static_cast<int>(std::count(read.begin(), read.end(), '\n'));
  throw UserError({file_, line, 0, ""}, message);
}

std::string MshScanner::line() {
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  std::string line(text_.substr(at_, end - at_));
  at_ = std::min(end + 1, text_.size());
  if (!line.empty() && line.back() == '\r')
    line.pop_back();
  return line;
}

void MshScanner::skip_section(const std::string &section) {
  const std::size_t end = text_.find("\n$End" + section, at_ == 0 ? 0 : at_ - 1);
  if (end == std::string_view::npos)
    fail(fmt::format("the section ${} has no end, expected $End{}", shown(section), shown(section)));
  at_ = end + 1;
  line();
}

void MshScanner::end_section(const std::string &section) {
  while (at_ < text_.size() && is_blank(text_[at_]))
    ++at_;
  const std::string found(text_.substr(at_, section.size() + 4));
  if (found != "$End" + section)
    fail(fmt::format(
        "found \"{}\", expected $End{}: the section's counts and what it holds differ, or the file "
        "is cut off",
        shown(found), section));
  line();
}

std::string_view MshScanner::word() {
  while (at_ < text_.size() && is_blank(text_[at_]))
    ++at_;
  const std::size_t begin = at_;
  while (at_ < text_.size() && !is_blank(text_[at_]))
    ++at_;
  if (begin == at_)
    fail("found the end of the file, expected a number: the file is cut off");
  return text_.substr(begin, at_ - begin);
}

std::int64_t MshScanner::text_integer() {
  const std::string_view found = word();
  std::int64_t number = 0;
  if (!parse(found, number))
    fail(fmt::format("found \"{}\", expected a whole number", shown(found)));
  return number;
}

std::string MshScanner::quoted() {
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  const std::string_view rest = text_.substr(at_, end - at_);
  const std::size_t first = rest.find('"'), last = rest.rfind('"');
  if (first == std::string_view::npos || first == last)
    fail("expected a name in quotation marks");
  at_ = std::min(end + 1, text_.size());
  return std::string(rest.substr(first + 1, last - first - 1));
}

template <class T>
T MshScanner::binary() {
  if (text_.size() - at_ < sizeof(T))
    fail("found the end of the file, expected a number: the file is cut off");
  char bytes[sizeof(T)];
  std::memcpy(bytes, text_.data() + at_, sizeof(T));
  at_ += sizeof(T);
  if (swapped_)
    std::reverse(std::begin(bytes), std::end(bytes));
  T number;
  std::memcpy(&number, bytes, sizeof(T));
  return number;
}

std::int64_t MshScanner::int32() {
  return bytes_ ? binary<std::int32_t>() : text_integer();
}

std::int64_t MshScanner::int64() {
  return bytes_ ? binary<std::int64_t>() : text_integer();
}

double MshScanner::real() {
  double number = 0;
  if (bytes_) {
    number = binary<double>();
  } else {
    const std::string_view found = word();
    if (!parse(found, number))
      fail(fmt::format("found \"{}\", expected a number", shown(found)));
  }
  if (!(std::abs(number) <= largest_coordinate))
    fail(fmt::format("found {}, expected a coordinate", number));
  return number;
}

std::size_t MshScanner::checked_count(std::int64_t count, const char *what, std::size_t binary_bytes,
                                      std::size_t numbers) const {
  const std::size_t least = bytes_ ? binary_bytes : 2 * numbers;
  const std::size_t left = text_.size() - std::min(at_, text_.size());
  // the last number of a text may end with the file
  if (count < 0 || static_cast<std::uint64_t>(count) > (left + 1) / std::max<std::size_t>(least, 1))
    fail(fmt::format("found a count of {} {}, more than the {} bytes that are left of the file can hold",
                     count, what, left));
  return static_cast<std::size_t>(count);
}

} // namespace earshot
