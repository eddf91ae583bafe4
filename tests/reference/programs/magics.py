!pip install keras
%matplotlib inline
import numpy as np
data = np.zeros(3)
%time data.sum()
!ls -la /tmp | grep data
for x in data: print(x)
