#ifndef EARSHOT_FILES_NUMBER_MARKS_H
#define EARSHOT_FILES_NUMBER_MARKS_H

#include <optional>
#include <string>

namespace earshot {

/// How numbers are written.
struct NumberMarks {
  char decimal;
  char thousands; ///< where a number has any: , . ' or a blank, which stands for no-break blanks too
};

/// A whole number text such as "-1.234,5e3" as C++ writes it, "-1234.5e3"; nothing when it isn't one. Groups
/// of thousands have three digits and stand before the decimal mark, the first of them doesn't begin with 0.
std::optional<std::string> plain_number(const std::string &text, const NumberMarks &marks);

/// The number of a text in C++'s form, of which nothing is left over; nothing for infinite ones.
std::optional<double> finite_number(const std::string &text);

} // namespace earshot

#endif
