#ifndef EARSHOT_ALGEBRA_MUMPS_INSTANCE_H
#define EARSHOT_ALGEBRA_MUMPS_INSTANCE_H

#include <mpi.h>
#include <zmumps_c.h>

namespace earshot {

/// A complex MUMPS instance for symmetric (LDL^T) or any matrices (LU), in which all ranks take part. It ends
/// with its owner, also when that owner's construction fails.
class MumpsInstance {
public:
  enum class Job { initialise = -1, finish = -2, analyse = 1, factorise = 2, back_substitute = 3 };

  MumpsInstance(MPI_Comm communicator, bool symmetric) {
    data.comm_fortran = MPI_Comm_c2f(communicator);
    data.par = 1;
    data.sym = symmetric ? 2 : 0;
    run(Job::initialise);
    for (int stream = 1; stream <= 3; ++stream)
      icntl(stream) = -1; // prints nothing
    icntl(4) = 0;
  }
  ~MumpsInstance() {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (!finalized)
      run(Job::finish);
  }
  MumpsInstance(const MumpsInstance &) = delete;

  void run(Job job) {
    data.job = static_cast<int>(job);
    zmumps_c(&data);
  }
  /// Controls and results, numbered from 1 as in MUMPS's manual.
  int &icntl(int i) { return data.icntl[i - 1]; }
  int infog(int i) const { return data.infog[i - 1]; }

  ZMUMPS_STRUC_C data{};
};

} // namespace earshot

#endif
