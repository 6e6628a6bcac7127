// Precompiled header of the layers that use deal.II: its templates cost more time than our own code.
#ifndef EARSHOT_FEM_PCH_H
#define EARSHOT_FEM_PCH_H

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/distributed/shared_tria.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_simplex_p.h>
#include <deal.II/fe/fe_system.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/fe/mapping_fe_field.h>
#include <deal.II/grid/tria.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

#include <complex>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#endif
