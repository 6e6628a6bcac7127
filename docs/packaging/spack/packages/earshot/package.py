from spack.package import *


class Earshot(CMakePackage):
    """Parallel finite-element acoustics of earphones, from the plug to the eardrum.

    Built from a checkout: spack repo add docs/packaging/spack; spack dev-build --source-path . earshot@main
    """

    license("GPL-3.0-or-later")
    version("main")
    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("npm", type="build")
    generator("ninja")

    depends_on("mpi")
    depends_on("dealii@9.4.1:9.4 +mpi +petsc +slepc +hdf5~cuda~trilinos~adol-c")
    depends_on("petsc@3.18: +mumps~complex")
    depends_on("mumps@5.5: +mpi+complex+double")
    depends_on("gmsh@4.8: +opencascade")
    depends_on("vtk@9.1: +opengl2")
    depends_on("hdf5 +mpi")
    depends_on("udunits@2.2:")
    depends_on("spdlog@1.10:")
    depends_on("fmt@9:")
    depends_on("cli11")
    depends_on("tomlplusplus@3:")
    depends_on("nlohmann-json@3:")
    depends_on("cpp-httplib")
    depends_on("ceres-solver@2.1:")
    depends_on("fftw@3")
    depends_on("libsndfile")
    depends_on("soxr")
    depends_on("openblas")
    depends_on("googletest")
    depends_on("benchmark")

    def cmake_args(self):
        return [self.define("EARSHOT_WERROR", False)]
