#ifndef EARSHOT_CONFIG_SPECIFICATION_H
#define EARSHOT_CONFIG_SPECIFICATION_H

#include "solver/config/units.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

/// What may be said about a key of a case file. The declaration (declaration.h) gives one of these for each
/// key; the reader, the schema, the reference and the resolved file all follow from it.
namespace earshot {

/// An interval of SI values.
struct Range {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool lower_excluded = false;
  bool upper_excluded = false;

  bool contains(double value) const {
    return (lower_excluded ? value > lower : value >= lower) &&
           (upper_excluded ? value < upper : value <= upper);
  }
  bool bounded() const { return *this != Range{}; }
  bool operator==(const Range &) const = default;
};

/// "more than 0", "from 20 Hz to 20 kHz", in the units that the user writes.
std::string to_string(const Range &range, const UnitKind &kind);

/// A physical value.
struct QuantitySpec {
  UnitKind unit;
  std::string text; ///< what it means
  Range allowed;    ///< outside of it is an error
  Range usual;      ///< outside of it is a warning
  bool is_required = false;
  bool must_have_item = false; ///< of a list: it may not be empty

  QuantitySpec positive() const { return within({.lower = 0.0, .lower_excluded = true}); }
  QuantitySpec not_negative() const { return within({.lower = 0.0}); }
  QuantitySpec within(Range range) const {
    QuantitySpec spec = *this;
    spec.allowed = range;
    return spec;
  }
  /// Outside of this a value is possible, but most likely a slip.
  QuantitySpec usually(double lower, double upper) const {
    QuantitySpec spec = *this;
    spec.usual = {.lower = lower, .upper = upper};
    return spec;
  }
  QuantitySpec required() const {
    QuantitySpec spec = *this;
    spec.is_required = true;
    return spec;
  }
  QuantitySpec not_empty() const {
    QuantitySpec spec = *this;
    spec.must_have_item = true;
    return spec;
  }
};

/// A whole number.
struct IntegerSpec {
  std::string text;
  int lower;
  int upper;
};

/// A name, a choice or a file.
struct TextSpec {
  std::string text;
  std::vector<std::string> choices; ///< empty: any text
  /// Names that choices had in the version before, and those of today; see former_names.h.
  std::vector<std::pair<std::string, std::string>> former_choices;
  bool is_required = false;
  bool is_file = false; ///< relative to the file that it is written in; must exist

  TextSpec required() const {
    TextSpec spec = *this;
    spec.is_required = true;
    return spec;
  }
  TextSpec one_of(std::vector<std::string> names) const {
    TextSpec spec = *this;
    spec.choices = std::move(names);
    return spec;
  }
  TextSpec formerly(std::vector<std::pair<std::string, std::string>> names) const {
    TextSpec spec = *this;
    spec.former_choices = std::move(names);
    return spec;
  }
  TextSpec file() const {
    TextSpec spec = *this;
    spec.is_file = true;
    return spec;
  }
};

namespace spec {
inline QuantitySpec quantity(const UnitKind &kind, std::string text) {
  return {kind, std::move(text), {}, {}};
}
inline TextSpec text(std::string meaning) {
  return {std::move(meaning), {}, {}};
}
} // namespace spec

} // namespace earshot

#endif
