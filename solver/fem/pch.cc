// Gives the precompiled header a target to belong to.
#include "solver/fem/pch.h"
