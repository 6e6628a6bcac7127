[Version] 2.0
# Hz Z RI R 50
[Number of Ports] 2
[Two-Port Data Order] 12_21
[Number of Frequencies] 1
[Reference] 50 75
[Matrix Format] Lower
[Network Data]
100 20 0 5 0 30 0
[End]
