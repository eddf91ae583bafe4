import numpy as np
text = """never closed
value = np.zeros(3)
print(value)
