#ifndef EARSHOT_APP_POPULATION_H
#define EARSHOT_APP_POPULATION_H

#include "solver/config/case.h"

namespace earshot {

/// The case with what its fit.population says of parameters that have neither factor nor spread: the median
/// of the units as their start, and the standard deviation of the logarithm (of the value, where one isn't
/// above 0). How numbers go together among the units is left out.
/// @throws UserError naming file and column for what isn't a number, a column that is missing and too few
/// units
Case with_population(Case config);

} // namespace earshot

#endif
