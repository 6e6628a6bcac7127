#include "solver/files/number_marks.h"

#include "solver/files/user_text.h"

#include <cctype>
#include <charconv>
#include <cmath>

namespace earshot {

namespace {

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

std::string replaced_all(std::string text, const std::string &from, const std::string &to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// Signs and blanks that typesetters use, as in ASCII.
std::string in_ascii(std::string text) {
  for (const auto &[from, to] :
       {std::pair("\xE2\x88\x92", "-"), std::pair("\xE2\x80\x93", "-"), // minus, en dash
        std::pair("\xC2\xA0", " "), std::pair("\xE2\x80\xAF", " "),     // no-break
        std::pair("\xE2\x80\x89", " "), std::pair("\xE2\x80\x99", "'")})
    text = replaced_all(std::move(text), from, to);
  return text;
}

/// The digits at `at`, which moves behind them, without marks of thousands; nothing for false groups.
std::optional<std::string> whole_part(const std::string &text, std::size_t &at, char thousands) {
  std::string digits;
  while (at < text.size() && is_digit(text[at]))
    digits += text[at++];
  const auto group_follows = [&] {
    if (at + 3 >= text.size() || text[at] != thousands)
      return false;
    return is_digit(text[at + 1]) && is_digit(text[at + 2]) && is_digit(text[at + 3]) &&
           (at + 4 >= text.size() || !is_digit(text[at + 4]));
  };
  const bool grouped = group_follows();
  if (grouped && (digits.empty() || digits.size() > 3 || digits[0] == '0'))
    return std::nullopt;
  for (; group_follows(); at += 4)
    digits += text.substr(at + 1, 3);
  return digits;
}

} // namespace

std::optional<std::string> plain_number(const std::string &written, const NumberMarks &marks) {
  const std::string text = in_ascii(written);
  std::size_t at = 0;
  std::string number;
  if (at < text.size() && (text[at] == '+' || text[at] == '-'))
    number = text[at++] == '-' ? "-" : "";
  const std::optional<std::string> whole = whole_part(text, at, marks.thousands);
  if (!whole)
    return std::nullopt;
  number += whole->empty() ? "0" : *whole;
  std::size_t digits = whole->size();
  if (at < text.size() && text[at] == marks.decimal) {
    number += '.';
    for (++at; at < text.size() && is_digit(text[at]); ++digits)
      number += text[at++];
  }
  if (digits == 0)
    return std::nullopt;
  if (at < text.size() && std::string("eEdD").find(text[at]) != std::string::npos) {
    number += 'e';
    if (++at < text.size() && (text[at] == '+' || text[at] == '-'))
      number += text[at++];
    if (at == text.size())
      return std::nullopt;
    while (at < text.size() && is_digit(text[at]))
      number += text[at++];
  }
  if (at != text.size() || number.back() == 'e' || number.back() == '+' || number.back() == '-')
    return std::nullopt;
  return number;
}

std::optional<double> finite_number(const std::string &text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

} // namespace earshot
