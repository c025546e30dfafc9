import lectern.backend.*;
import lectern.data.*;
import lectern.optim.*;
import lectern.plot.*;
import lectern.random.*;
import lectern.tensor.*;
