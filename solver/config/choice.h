#ifndef EARSHOT_CONFIG_CHOICE_H
#define EARSHOT_CONFIG_CHOICE_H

#include "solver/config/located.h"
#include "solver/config/specification.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// A value of an enum and its name in case files.
template <class Kind>
using Named = std::pair<Kind, const char *>;

/// The names of an enum whose values a key chooses from: `static constexpr Named<Kind> names[]`, beside each
/// enum. Its first value is `unset`, without a name: nothing valid was written.
template <class Kind>
struct Choices;

template <class Kind>
concept Choosable = requires {
  Choices<Kind>::names;
};

/// The name in case files; of `unset` an empty one.
template <Choosable Kind>
const char *name_of(Kind kind) {
  const auto found = std::find_if(std::begin(Choices<Kind>::names), std::end(Choices<Kind>::names),
                                  [&](const Named<Kind> &choice) { return choice.first == kind; });
  return found == std::end(Choices<Kind>::names) ? "" : found->second;
}

/// What has this name; `unset` if nothing has.
template <Choosable Kind>
Kind kind_of(const std::string &name) {
  const auto found = std::find_if(std::begin(Choices<Kind>::names), std::end(Choices<Kind>::names),
                                  [&](const Named<Kind> &choice) { return choice.second == name; });
  return found == std::end(Choices<Kind>::names) ? Kind::unset : found->first;
}

/// All names, as messages and the reference list them.
template <Choosable Kind>
std::vector<std::string> choice_names() {
  std::vector<std::string> names;
  for (const auto &[kind, name] : Choices<Kind>::names)
    names.emplace_back(name);
  return names;
}

/// Declares a key that is one of an enum's names; to visitors it is a text with choices.
template <class Visitor, Choosable Kind>
void choice(Visitor &v, const std::string &key, Located<Kind> &value, const TextSpec &spec) {
  Located<std::string> text{name_of(value.value), value.where};
  v.text(key, text, spec.one_of(choice_names<Kind>()));
  value = {kind_of<Kind>(text.value), text.where};
}

/// The same of a list of such names.
template <class Visitor, Choosable Kind>
void choices(Visitor &v, const std::string &key, std::vector<Located<Kind>> &values, const TextSpec &spec) {
  std::vector<Located<std::string>> texts;
  for (const Located<Kind> &value : values)
    texts.push_back({name_of(value.value), value.where});
  v.texts(key, texts, spec.one_of(choice_names<Kind>()));
  values.clear();
  for (const Located<std::string> &text : texts)
    values.push_back({kind_of<Kind>(text.value), text.where});
}

} // namespace earshot

/// Choices are formatted as their names.
template <earshot::Choosable Kind>
struct fmt::formatter<Kind> : fmt::formatter<const char *> {
  template <class Context>
  auto format(Kind kind, Context &context) const {
    return fmt::formatter<const char *>::format(earshot::name_of(kind), context);
  }
};

#endif
