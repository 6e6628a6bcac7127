#include "solver/config/specification.h"

#include <fmt/format.h>

#include <cmath>

namespace earshot {

std::string to_string(const Range &range, const UnitKind &kind) {
  const auto bound = [&](double value) {
    return value == 0.0 && kind.si != std::string("K") ? "0" : format_quantity(value, kind);
  };
  const bool below = std::isfinite(range.upper), above = std::isfinite(range.lower);
  if (above && below)
    return range.lower_excluded || range.upper_excluded
               ? fmt::format("between {} and {}", bound(range.lower), bound(range.upper))
               : fmt::format("from {} to {}", bound(range.lower), bound(range.upper));
  if (above)
    return fmt::format("{} {}", range.lower_excluded ? "more than" : "at least", bound(range.lower));
  return below ? fmt::format("{} {}", range.upper_excluded ? "less than" : "at most", bound(range.upper))
               : "";
}

} // namespace earshot
