#include "solver/circuit/element_line.h"

#include "solver/config/located.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <cctype>

namespace earshot {

bool is_one_of(const std::string &word, const std::string &words) {
  return (" " + words + " ").find(" " + word + " ") != std::string::npos;
}

void ElementLine::fail(const std::string &message) const {
  throw UserError({file_, element_.line->number, 1, ""}, message);
}

void ElementLine::require(std::size_t n, const std::string &form) const {
  if (words().size() < n)
    fail(fmt::format("found {} words, expected {}", words().size(), form));
}

void ElementLine::require_end(std::size_t n) const {
  if (words().size() > n)
    fail(fmt::format("found \"{}\" on the line, which isn't used", excerpt(words()[n])));
}

void ElementLine::require_only(const std::string &names) const {
  for (const NetlistAssignment &assignment : assignments())
    if (!is_one_of(assignment.name, names))
      fail(fmt::format("found \"{}={}\" on the line, which isn't used", excerpt(assignment.name),
                       excerpt(assignment.value)));
}

std::optional<std::string> ElementLine::given(const std::string &name) const {
  for (const NetlistAssignment &assignment : assignments())
    if (assignment.name == name)
      return assignment.value;
  return std::nullopt;
}

std::optional<double> ElementLine::number(const std::string &name) const {
  const auto text = given(name);
  return text ? std::optional(scope().evaluate(*text)) : std::nullopt;
}

double ElementLine::required(const std::string &name) const {
  const auto value = number(name);
  if (!value)
    fail("missing, expected " + name + "=value");
  return *value;
}

double ElementLine::value(std::size_t k) const {
  if (k >= words().size())
    fail("missing, expected a value such as 4.7u");
  return scope().evaluate(words()[k]);
}

bool ElementLine::is_number(std::size_t k) const {
  if (k >= words().size())
    return false;
  const char first = words()[k][0];
  return std::isdigit(static_cast<unsigned char>(first)) != 0 ||
         std::string("{'+-.").find(first) != std::string::npos;
}

} // namespace earshot
