#ifndef EARSHOT_TESTS_REFERENCE_LARGE_DEFLECTION_H
#define EARSHOT_TESTS_REFERENCE_LARGE_DEFLECTION_H

#include <vector>

namespace earshot::reference {

/// Clamped circular plate that cannot slide, under uniform pressure q: von Karman's equations, nu = 0.3,
/// computed for this project. Q = q a^4 / (E h^4), deflection = w_0 / h, membrane forces N_r a^2 / (E h^3) at
/// centre and edge.
struct LargeDeflection {
  double pressure, deflection, centre_force, edge_force;
};
inline const std::vector<LargeDeflection> clamped_plate = {
    {0.1, 0.017059791, 0.00028410457, 0.00013859147},
    {0.5, 0.084977604, 0.007047751, 0.0034403122},
    {1, 0.16803407, 0.027540312, 0.013470611},
    {2, 0.32283536, 0.10143944, 0.049970242},
    {5, 0.679604, 0.44574093, 0.22640147},
    {10, 1.0519568, 1.0572063, 0.56193869},
    {20, 1.4937924, 2.1140726, 1.1909933},
    {50, 2.1980114, 4.5685796, 2.7846471},
    {100, 2.8557088, 7.7516582, 4.973912},
    {200, 3.6637442, 12.860276, 8.6006258},
    {500, 5.0444688, 24.647812, 17.170572},
};

} // namespace earshot::reference

#endif
