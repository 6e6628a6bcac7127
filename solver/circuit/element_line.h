#ifndef EARSHOT_CIRCUIT_ELEMENT_LINE_H
#define EARSHOT_CIRCUIT_ELEMENT_LINE_H

#include "solver/circuit/netlist_elements.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// Whether a word is one of several, which are parted by blanks.
bool is_one_of(const std::string &word, const std::string &words);

/// What the line of a netlist's element says. Whatever it lacks or holds beyond what is used is refused with
/// file and line. The element and the file's name must outlive it.
class ElementLine {
public:
  ElementLine(const NetlistElement &element, const std::string &file) : element_(element), file_(file) {}

  const std::string &name() const { return element_.name; }
  const std::string &prefix() const { return element_.prefix; }
  const ParameterScope &scope() const { return *element_.scope; }
  std::string node(const std::string &word) const { return element_.node(word); }
  std::size_t number_in_file() const { return element_.line->number; }
  const std::vector<std::string> &words() const { return element_.line->words; }
  const std::vector<NetlistAssignment> &assignments() const { return element_.line->assignments; }
  /// First letter, which tells the kind.
  char kind() const { return words()[0][0]; }

  /// @throws UserError always
  [[noreturn]] void fail(const std::string &message) const;
  /// Refuses a line of fewer than n words. @param form what was expected @throws UserError
  void require(std::size_t n, const std::string &form) const;
  /// Refuses words from the n-th on. @throws UserError
  void require_end(std::size_t n) const;
  /// Refuses assignments but these, parted by blanks. @throws UserError
  void require_only(const std::string &names) const;

  /// The text behind "name=", if there is one.
  std::optional<std::string> given(const std::string &name) const;
  /// Its value, if there is one. @throws UserError
  std::optional<double> number(const std::string &name) const;
  /// Its value. @throws UserError
  double required(const std::string &name) const;
  /// Of the k-th word, a number or an expression. @throws UserError
  double value(std::size_t k) const;
  bool is_number(std::size_t k) const;

private:
  const NetlistElement &element_;
  const std::string &file_;
};

} // namespace earshot

#endif
