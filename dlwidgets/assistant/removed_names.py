"""Names that libraries have removed, and what is written today; a test looks each of them up in what is installed."""

from collections.abc import Iterator, Mapping

_SEVERAL = {
    "numpy": "int=int float=float object=object str=str complex=complex unicode=str float_=float64 "
    "complex_=complex128 string_=bytes_ unicode_=str_ bool8=bool_ object0=object_ str0=str_ bytes0=bytes_ int0=intp uint0=uintp "
    "Inf=inf Infinity=inf infty=inf PINF=inf NaN=nan NAN=nan product=prod cumproduct=cumprod sometrue=any alltrue=all "
    "in1d=isin trapz=trapezoid round_=round mat=asmatrix rank=ndim longfloat=longdouble singlecomplex=complex64 "
    "cfloat=complex128 clongfloat=clongdouble longcomplex=clongdouble issubclass_=issubclass alen=len "
    "asfarray= asscalar= cast= msort= find_common_type= NINF= NZERO= PZERO= loads= disp= ",
    "tensorflow": "set_random_seed=random.set_seed log=math.log log1p=math.log1p erf=math.erf lgamma=math.lgamma digamma=math.digamma "
    "rsqrt=math.rsqrt reciprocal=math.reciprocal ceil=math.ceil rint=math.rint is_nan=math.is_nan is_inf=math.is_inf is_finite=math.is_finite "
    "count_nonzero=math.count_nonzero squared_difference=math.squared_difference confusion_matrix=math.confusion_matrix "
    "segment_sum=math.segment_sum cumprod=math.cumprod mod=math.mod div=math.divide log_sigmoid=math.log_sigmoid "
    "arg_max=argmax arg_min=argmin random_uniform=random.uniform random_normal=random.normal "
    "truncated_normal=random.truncated_normal random_shuffle=random.shuffle multinomial=random.categorical "
    "matrix_inverse=linalg.inv matrix_determinant=linalg.det matrix_transpose=linalg.matrix_transpose svd=linalg.svd "
    "cholesky=linalg.cholesky qr=linalg.qr cross=linalg.cross diag=linalg.tensor_diag diag_part=linalg.tensor_diag_part "
    "trace=linalg.trace py_func=numpy_function Print=print read_file=io.read_file write_file=io.write_file "
    "decode_raw=io.decode_raw decode_csv=io.decode_csv FixedLenFeature=io.FixedLenFeature VarLenFeature=io.VarLenFeature "
    "FixedLenSequenceFeature=io.FixedLenSequenceFeature parse_single_example=io.parse_single_example "
    "parse_example=io.parse_example string_to_number=strings.to_number string_split=strings.split string_join=strings.join "
    "regex_replace=strings.regex_replace sparse_tensor_to_dense=sparse.to_dense depth_to_space=nn.depth_to_space "
    "space_to_depth=nn.space_to_depth extract_image_patches=image.extract_patches "
    "image.resize_images=image.resize image.resize_image_with_pad=image.resize_with_pad "
    "image.resize_image_with_crop_or_pad=image.resize_with_crop_or_pad gfile=io.gfile python_io=io "
    "nn.softmax_cross_entropy_with_logits_v2=nn.softmax_cross_entropy_with_logits "
    "glorot_uniform_initializer=keras.initializers.GlorotUniform truncated_normal_initializer=keras.initializers.TruncatedNormal "
    "variance_scaling_initializer=keras.initializers.VarianceScaling "
    "to_float= to_double= to_int32= to_int64= assign= assign_add= assign_sub= contrib= estimator= flags= app= logging= "
    "examples= train.AdamOptimizer=keras.optimizers.Adam train.GradientDescentOptimizer=keras.optimizers.SGD "
    "train.MomentumOptimizer=keras.optimizers.SGD train.RMSPropOptimizer=keras.optimizers.RMSprop "
    "train.AdagradOptimizer=keras.optimizers.Adagrad train.AdadeltaOptimizer=keras.optimizers.Adadelta "
    "summary.FileWriter=summary.create_file_writer image.resize_bilinear= image.resize_bicubic= image.resize_nearest_neighbor= ",
    "sklearn": "cross_validation=model_selection grid_search=model_selection learning_curve=model_selection "
    "datasets.samples_generator=datasets datasets.load_boston=datasets.fetch_california_housing datasets.fetch_mldata=datasets.fetch_openml "
    "preprocessing.Imputer=impute.SimpleImputer preprocessing.CategoricalEncoder=preprocessing.OneHotEncoder "
    "preprocessing.data=preprocessing preprocessing.label=preprocessing preprocessing.imputation=impute "
    "metrics.plot_confusion_matrix=metrics.ConfusionMatrixDisplay.from_estimator "
    "metrics.plot_roc_curve=metrics.RocCurveDisplay.from_estimator "
    "metrics.plot_precision_recall_curve=metrics.PrecisionRecallDisplay.from_estimator "
    "inspection.plot_partial_dependence=inspection.PartialDependenceDisplay.from_estimator "
    "metrics.calinski_harabaz_score=metrics.calinski_harabasz_score metrics.jaccard_similarity_score=metrics.jaccard_score "
    "metrics.classification=metrics metrics.ranking=metrics metrics.regression=metrics metrics.scorer=metrics "
    "lda.LDA=discriminant_analysis.LinearDiscriminantAnalysis qda.QDA=discriminant_analysis.QuadraticDiscriminantAnalysis "
    "mixture.GMM=mixture.GaussianMixture mixture.DPGMM=mixture.BayesianGaussianMixture decomposition.RandomizedPCA=decomposition.PCA "
    "decomposition.pca=decomposition manifold.t_sne=manifold svm.classes=svm tree.tree=tree ensemble.forest=ensemble "
    "cluster.k_means_=cluster linear_model.logistic=linear_model linear_model.base=linear_model "
    "neural_network.multilayer_perceptron=neural_network externals.joblib=joblib ",
    "pandas": "tools.plotting=plotting scatter_matrix=plotting.scatter_matrix io.json.json_normalize=json_normalize "
    "Int64Index=Index Float64Index=Index np= datetime= Panel= rolling_mean= rolling_std= ewma= ",
    "scipy": "interp= misc.imread= misc.imresize= misc.imsave= misc.toimage= ",
}
"""Old and new names behind the name of the library, which the new one lacks if it is of Python or another one; where
nothing is to the right, the old name has no heir of the same arguments."""
_OUTSIDE = {"joblib", "int", "float", "object", "str", "complex", "issubclass", "len", "print"}


def _pairs() -> Iterator[tuple[str, str]]:
    for library, text in _SEVERAL.items():
        for old, new in (pair.split("=") for pair in text.split()):
            plain = new in _OUTSIDE and not (library == "tensorflow" and new in {"int", "float"})
            yield f"{library}.{old}", new if plain or not new else f"{library}.{new}"


REMOVED: Mapping[str, str] = dict(_pairs())
"""Whole names of NumPy, TensorFlow 1, scikit-learn, pandas and SciPy with the whole names of today."""

WORDS: Mapping[str, str] = {
    "numpy.asfarray": "np.asarray(x, dtype=float)", "numpy.asscalar": "x.item()", "numpy.cast": "x.astype(kind)",
    "numpy.msort": "np.sort(x, axis=0)", "numpy.find_common_type": "np.result_type(a, b)", "numpy.NINF": "-np.inf",
    "numpy.NZERO": "-0.0", "numpy.PZERO": "0.0", "numpy.loads": "np.load(path)", "numpy.disp": "print",
    "tensorflow.to_float": "tf.cast(x, tf.float32)", "tensorflow.to_double": "tf.cast(x, tf.float64)",
    "tensorflow.to_int32": "tf.cast(x, tf.int32)", "tensorflow.to_int64": "tf.cast(x, tf.int64)",
    "tensorflow.assign": "variable.assign(value)", "tensorflow.assign_add": "variable.assign_add(value)",
    "tensorflow.assign_sub": "variable.assign_sub(value)", "tensorflow.contrib": "tf.keras", "tensorflow.examples": "keras.datasets.mnist.load_data()",
    "tensorflow.estimator": "a Keras model", "tensorflow.flags": "argparse", "tensorflow.app": "a call of main()",
    "tensorflow.logging": "tf.get_logger()", "tensorflow.image.resize_bilinear": "tf.image.resize(x, size)",
    "tensorflow.image.resize_bicubic": "tf.image.resize(x, size, 'bicubic')",
    "tensorflow.image.resize_nearest_neighbor": "tf.image.resize(x, size, 'nearest')",
    "pandas.np": "numpy itself",
    "pandas.datetime": "datetime.datetime", "pandas.Panel": "a table with two indexes", "pandas.rolling_mean": "x.rolling(n).mean()",
    "pandas.rolling_std": "x.rolling(n).std()", "pandas.ewma": "x.ewm(span=n).mean()", "scipy.interp": "np.interp",
    "scipy.misc.imread": "plt.imread", "scipy.misc.imsave": "plt.imsave", "scipy.misc.toimage": "PIL.Image.fromarray",
    "scipy.misc.imresize": "PIL.Image.fromarray(x).resize(size)",
}  # fmt: skip
"""What to write in place of names without an heir."""

GRAPH = frozenset(f"tensorflow.{name}" for name in (
    "AUTO_REUSE", "ConfigProto", "GPUOptions", "GraphKeys", "InteractiveSession", "RunMetadata", "RunOptions", "Session",
    "disable_v2_behavior", "enable_eager_execution", "get_collection", "get_default_graph", "get_default_session",
    "get_variable", "global_variables", "global_variables_initializer", "initialize_all_variables",
    "local_variables_initializer", "nn.bidirectional_dynamic_rnn", "nn.dynamic_rnn", "nn.rnn_cell", "nn.static_rnn",
    "nn.xw_plus_b", "placeholder", "placeholder_with_default", "reset_default_graph", "sparse_placeholder",
    "summary.merge_all", "tables_initializer",

    "train.Saver", "train.exponential_decay", "trainable_variables", "variable_scope",
))  # fmt: skip
"""What TensorFlow 1 built and ran its graphs with; ``tensorflow.compat.v1`` has kept all of it."""

KERAS_MODULES: Mapping[str, str] = {
    **{f"keras.layers.{name}": "keras.layers" for name in (
        "advanced_activations", "convolutional", "core", "embeddings", "experimental.preprocessing", "local", "merge", "noise",
        "normalization", "pooling", "recurrent", "wrappers",
    )},
    **{f"keras.utils.{name}": "keras.utils" for name in ("generic_utils", "np_utils", "vis_utils")},
    "keras.backend.tensorflow_backend": "keras.backend", "keras.engine": "keras", "keras.engine.topology": "keras",
    "keras.initializations": "keras.initializers", "keras.objectives": "keras.losses",
    "keras.optimizers.experimental": "keras.optimizers",
    "keras.preprocessing.text": "tensorflow.keras.preprocessing.text",
}  # fmt: skip
"""Modules of Keras that are no more, and where their names are; of the last one only ``tensorflow.keras`` has some."""

KERAS_NAMES: Mapping[str, str] = {
    "keras.preprocessing.image.ImageDataGenerator": "tensorflow.keras.preprocessing.image",
    "keras.layers.CuDNNGRU": "keras.layers, as GRU",
    "keras.layers.CuDNNLSTM": "keras.layers, as LSTM",
    "keras.layers.Merge": "keras.layers, as Add, Concatenate and so on",
    "keras.layers.TimeDistributedDense": "keras.layers, as Dense",
    "keras.utils.multi_gpu_model": "tf.distribute, as MirroredStrategy",
    "keras.wrappers.scikit_learn.KerasClassifier": "scikeras.wrappers",
    "keras.wrappers.scikit_learn.KerasRegressor": "scikeras.wrappers",
}
"""Names of Keras that are elsewhere today."""

ARGUMENTS: Mapping[tuple[str, str], str] = {
    ("sklearn.preprocessing.OneHotEncoder", "sparse"): "sparse_output",
    ("sklearn.preprocessing.OneHotEncoder", "categorical_features"): "",
    ("sklearn.ensemble.AdaBoostClassifier", "base_estimator"): "estimator",
    ("sklearn.ensemble.AdaBoostRegressor", "base_estimator"): "estimator",
    ("sklearn.ensemble.BaggingClassifier", "base_estimator"): "estimator",
    ("sklearn.ensemble.BaggingRegressor", "base_estimator"): "estimator",
    ("sklearn.linear_model.LinearRegression", "normalize"): "",
    ("sklearn.linear_model.LogisticRegression", "multi_class"): "",
    ("sklearn.cluster.KMeans", "n_jobs"): "",
    ("sklearn.manifold.TSNE", "n_iter"): "max_iter",
    ("sklearn.metrics.mean_squared_error", "squared"): "",
    ("sklearn.model_selection.GridSearchCV", "iid"): "",
    ("sklearn.model_selection.KFold", "n_folds"): "n_splits",
    ("sklearn.model_selection.StratifiedKFold", "n_folds"): "n_splits",
    ("pandas.read_csv", "error_bad_lines"): "", ("pandas.read_csv", "squeeze"): "",
}  # fmt: skip
"""Arguments that are gone, with their names of today; without one, they are left out."""

METHODS: Mapping[str, str] = {
    "append": "", "as_matrix": "to_numpy", "get_value": "", "iteritems": "items", "ix": "", "lookup": "", "mad": "",
}  # fmt: skip
"""What pandas' tables and columns had, with the names of today."""


def heir(path: str) -> tuple[str, str] | None:
    """Find what was removed in a name, and what took its place.

    Parameters
    ----------
    path : str
        A whole name, such as ``"sklearn.cross_validation.train_test_split"``.

    Returns
    -------
    tuple of (str, str), optional
        The name that was removed, and the whole name of today, empty where there is none; None if nothing was removed.

    Examples
    --------
    >>> heir("sklearn.cross_validation.train_test_split")
    ('sklearn.cross_validation', 'sklearn.model_selection.train_test_split')
    """
    parts = path.split(".")
    for count in range(len(parts), 1, -1):
        old = ".".join(parts[:count])
        if old in REMOVED:
            return old, REMOVED[old] + path.removeprefix(old) if REMOVED[old] else ""
        if old in GRAPH:
            return old, ""
    return None
