#ifndef EARSHOT_MODEL_SURFACE_TABLES_H
#define EARSHOT_MODEL_SURFACE_TABLES_H

#include "solver/config/case.h"

#include <string>
#include <vector>

namespace earshot {

/// The surfaces of a case, those with a table with the impedance that it makes.
/// @throws UserError for a table that can't be used or that ends within the frequencies asked for
std::vector<SurfaceConfig> surfaces_with_tables(const Case &config);

/// What the tables' readers have to tell, and where they give power.
std::vector<std::string> surface_table_warnings(const Case &config);

} // namespace earshot

#endif
