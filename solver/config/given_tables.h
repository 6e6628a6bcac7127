#ifndef EARSHOT_CONFIG_GIVEN_TABLES_H
#define EARSHOT_CONFIG_GIVEN_TABLES_H

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// What visitors of a declaration that want keys of some kind alone have in common: they go through all
/// tables that a case has, and pass over what else is declared.
/// @tparam Visitor  the class that derives from this, with a function for each kind of key
template <class Visitor>
class GivenTables {
public:
  template <class T>
  void section(const std::string &, T &value, const std::string &) {
    describe(static_cast<Visitor &>(*this), value);
  }
  template <class T>
  void section(const std::string &key, std::optional<T> &value, const std::string &text) {
    if (value)
      section(key, *value, text);
  }
  template <class T>
  void list(const std::string &key, std::vector<T> &values, const std::string &text, std::size_t) {
    for (T &value : values)
      section(key, value, text);
  }
  void exactly_one(const std::vector<std::string> &) {}
  void formerly(const std::string &, const std::string &) {}
  void include(const std::string &, const std::string &) {}
};

} // namespace earshot

#endif
