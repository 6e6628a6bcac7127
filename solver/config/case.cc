#include "solver/config/case.h"

namespace earshot {

Case::Case() = default;
Case::~Case() = default;
Case::Case(const Case &) = default;
Case::Case(Case &&) noexcept = default;
Case &Case::operator=(const Case &) = default;
Case &Case::operator=(Case &&) noexcept = default;

} // namespace earshot
