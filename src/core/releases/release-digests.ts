// Written by "npm run pin-releases" from scripts/pin/releases.json: change neither by hand.
import type { ReleaseTable } from './release.ts';

/**
 * The SHA-256 of each archive that is installed without asking for a signature.
 *
 * From hashicorp/homebrew-tap alone, taken by a maintainer's decision: vault 1.12.2 (linux_amd64,
 * linux_arm64).
 *
 * From hashicorp/homebrew-tap and cashapp/hermit-packages: vault 1.15.1, 1.15.2, 1.15.3, 1.15.4,
 * 1.15.5, 1.15.6, 1.16.1, 1.16.2, 1.16.3, 1.17.0, 1.17.1, 1.17.2, 1.17.3, 1.17.4, 1.17.5, 1.17.6,
 * 1.18.0, 1.18.1, 1.18.2, 1.18.3, 1.18.4, 1.18.5, 1.19.0, 1.19.1, 1.19.2, 1.19.3, 1.19.4, 1.19.5,
 * 1.20.0, 1.20.1, 1.20.2, 1.20.3, 1.20.4, 1.21.1, 1.21.4, 2.0.0, 2.0.3.
 */
export const releaseDigests: ReleaseTable = {
  vault: {
    '1.12.2': {
      linux_amd64: '116c143de377a77a7ea455a367d5e9fe5290458e8a941a6e2dd85d92aaedba67',
      linux_arm64: '7b35d12518729cfe3efe2007a07862934b0a6df053146ea15243f89e6b0bfbf2',
    },
    '1.15.1': {
      darwin_amd64: '13754da3430d3d9fa8f32588a43689e4b0f6d703420df2d65b800c64531785e1',
      darwin_arm64: '47e933f4d240341fbc4d6117925b933e344d85df579e004d7339aeff315bf4d9',
      linux_amd64: 'c23cc68ce9c9be95782d70ff9db634a20e56e4ee16accc74d3d87e67eac5611e',
      linux_arm64: '905787bfa4e13b12447f35d9efc88b07388f152347658890261de682db4237d1',
    },
    '1.15.2': {
      darwin_amd64: 'aba6fb4f7f19ff242f8a25eed538e6a5ea15029575e803fe0269fbc9ac9154f5',
      darwin_arm64: 'cbb818c3ed2371d730817324d3e9c93faf1b951cb0f6824f23b248f2ea8fde66',
      linux_amd64: '5a0820943bc212713ba57a5136b5ec96dd1a6fc5a1c61666407d996027b2e694',
      linux_arm64: '02438725b1229ad32788e05daca8d4537d4dd3d0faf4d7cb891c12e1fb40c08d',
    },
    '1.15.3': {
      darwin_amd64: 'cea80a5913b4025ee3b88aacb21424d152f6fe330ed0dfe0999f4cab4592bc0b',
      darwin_arm64: 'deb0ed6e988162ca23326342e786339161c22dd060e51116d7271ea6720c8fe5',
      linux_amd64: '9e2d1a2a725cfd2489cd02e6cb22079082d8224a3cc6d9ac900488c911175742',
      linux_arm64: '40fe704903be4a93fd27b397d6645360308680b4b4b201b81ef342fbe7610fca',
    },
    '1.15.4': {
      darwin_amd64: 'a9d7c6e76d7d5c9be546e9a74860b98db6486fc0df095d8b00bc7f63fb1f6c1c',
      darwin_arm64: '4bf594a231bef07fbcfbf7329c8004acb8d219ce6a7aff186e0bac7027a0ab25',
      linux_amd64: 'f42f550713e87cceef2f29a4e2b754491697475e3d26c0c5616314e40edd8e1b',
      linux_arm64: '79aee168078eb8c0dbb31c283e1136a7575f59fe36fccbb1f1ef6a16e0b67fdb',
    },
    '1.15.5': {
      darwin_amd64: '606c6b740639c74c5fb8dc973a4ffdda15711a1b005eb90cb9ffcd16b7b548dd',
      darwin_arm64: '2a0fb5fb1e3e610327751ea13f85fc5526fbc703339767d87d1186a40db664ab',
      linux_amd64: '6a370c7506a48c323743b0d81ebc6a4037ba1388c9838ef45f9eada53d7966e9',
      linux_arm64: 'bfee22297a9812d703bb2b788b9fdc124b58a0ed07e50ffc74d29e526fb911bb',
    },
    '1.15.6': {
      darwin_amd64: 'deca4a807fcf402351f16598e9bba4fa2d759aa04a99d4ac2a970d174187a282',
      darwin_arm64: '991c61e424ba2c898f0acf970a1f07e96a4959d35168b351a2144684be9b1576',
      linux_amd64: 'e5286f2f66a76972d1dd60a9cfb79e9e571c39a4531e89ac0b23a6a9147e6ee9',
      linux_arm64: '755b5bdff9db6ffa7beb6dd0d7dbe4d367820630f5a5c88a885444fbbce32a73',
    },
    '1.16.1': {
      darwin_amd64: '212bc82d1fc9a4bdad508c48e793a0240ec43c713a970d28d557a3e1c841dad5',
      darwin_arm64: 'b661d889eef6c46195aeb4789f6bfa9367fc15c2a1d7f390c19738117a00c493',
      linux_amd64: '315a1964d7003ef6de94c407a88972d45eb9b378946a53a1bbff34de1ae2d1e0',
      linux_arm64: '3fc4746c8dd74afdaa9201ab1b869c8764efae00e126879d36efc6c68af18daf',
    },
    '1.16.2': {
      darwin_amd64: 'e4886d22273dedc579dc2382e114e7be29341049a48592f8f7be8a0020310731',
      darwin_arm64: 'ca59c85e7e3d67e25b6bfa505f7e7717b418452e8bfcd602a2a717bc06d5b1ee',
      linux_amd64: '688ce462b70cb674f84fddb731f75bb710db5ad9e4e5a17659e90e1283a8b4b7',
      linux_arm64: 'd5bd42227d295b1dcc4a5889c37e6a8ca945ece4795819718eaf54db87aa6d4f',
    },
    '1.16.3': {
      darwin_amd64: 'faaaddb862661c7e22eb47f51f833d3cc355561c68c633009f089b01c76ae3c9',
      darwin_arm64: '5e412e2541f899182656c8a87575558ccb03acc95fad0470202bf965731836a1',
      linux_amd64: 'ca33d4adc55cc3ac37249198254f2a85fee5fb878b37bcf5e1f5535de82161d8',
      linux_arm64: 'd03a4b998d61c1434bc46e332b8b85bbad4d12bbfdbbb11ecff6561b0e2ff049',
    },
    '1.17.0': {
      darwin_amd64: '3269d6f6586f2e8944183ebe1cbb5179a04b37c4c316148f2eff8f2904d66750',
      darwin_arm64: '2655b45fee57eaddd6303bc3bbdaf11f18fe126c5fc6ee7748a79c1ca0ad6fe4',
      linux_amd64: '79263a65e3f98b42ce9fe6a955231466435d84fbd56e3fea393418985156fe7d',
      linux_arm64: 'b2fbbe13e7737610e237ca86a4b16a933b4bf8da287f09b390537beec1fd416a',
    },
    '1.17.1': {
      darwin_amd64: '043dfdf4fa51f2b8d7682dce00f6361a66b1d9d7e0e13c56f07328c8a901d22c',
      darwin_arm64: '782eff3fddaf1a12a6467f899a81c1423a752c4c7d5f512232cbc3811fa07c54',
      linux_amd64: 'f2266dcecabff8809a54f7cf3688c1946408e8f863bcf379ef9146ab3a1c3f4a',
      linux_arm64: '6f6449cb8d353af99c8506f92b9b53111def3daba32c72f2483a8ae98faff2f2',
    },
    '1.17.2': {
      darwin_amd64: '3fde3001f454b853a6ab5155046866fe15192ec82e323f11c93cfcf67ed1e7b1',
      darwin_arm64: 'db43a2a5654b238424f55264231e33122c2180dbf86419b836d18dcc7ba66d3f',
      linux_amd64: 'a0c0449e640c8be5dcf7b7b093d5884f6a85406dbb86bbad0ea06becad5aaab8',
      linux_arm64: '1cdfd33e218ef145dbc3d71ac4164b89e453ff81b780ed178274bc1ba070e6e9',
    },
    '1.17.3': {
      darwin_amd64: 'fd7e7c7a467723639cc0b624533a9f7aff0691bfbfe47602abac75af0be4914a',
      darwin_arm64: '26f11328a9c9e3b5599ec63efe394aed5fed0879c662f9ca320b8ec63d839582',
      linux_amd64: '146536fd9ef8aa1465894e718a8fe7a9ca13d68761bae900428f01f7ecd83806',
      linux_arm64: '6c7dc39df0058b1fa9e65050227cdb12dc7913153ecd56956911fb973c353590',
    },
    '1.17.4': {
      darwin_amd64: '216fcc775d846c7ef323c0050c44f7712649fe19b4682f89c583779970a2b152',
      darwin_arm64: '9cdf0918cd5519b2f323f5c3a272d91d9afed6d671b1ab5da6a36d5590d52d26',
      linux_amd64: 'b652291658b5d19e228e42950f39c757306945198fa8cbb28ee621893219924c',
      linux_arm64: 'd31f38a1daf33f67ec1c4a2d6bafe0793f1ede939ca0552dfc70f740cc57abb3',
    },
    '1.17.5': {
      darwin_amd64: '72afe41e47711036a8ed521ae4408853d207c8f8f9f038484abffe05c8737005',
      darwin_arm64: 'a89d565f66b5ba3b5966ab23a754ef4e026644c9bb48dadd02a2d9714475ac86',
      linux_amd64: '67eb9f95d37975e2525bbd455e19528a7759f3a56022de064bf8605fc220be47',
      linux_arm64: 'abafcc3cac1570abbe7bf9a2072c18bc48c9ef7e3470766562f622e6b1e0aef1',
    },
    '1.17.6': {
      darwin_amd64: '6900092b154e4d306ed24a0217c68e373b84161bf3dcc4988f401115a33fe768',
      darwin_arm64: '5120c28700460a74782f30ae14b1b6493e8d43fa15947ef954384bfc684a6be7',
      linux_amd64: '0cddc1fbbb88583b5ba5b845f9f8fae47c6fb39a6d48cd543c6ba6fd3ac1a669',
      linux_arm64: '05a48513fd609e26c25d6b6b74005bce3430984fe4161696236cc2226e664f3a',
    },
    '1.18.0': {
      darwin_amd64: '09d0389fd19e900891d3377a11d4e7f3ca8bb84791cebde2086f9cee892c7afb',
      darwin_arm64: 'db645ded323cbfef23a7d762b88408c2483485f526891942b4988a5d224b0f48',
      linux_amd64: 'a9d6b0891f8561db673b638c2d6bdbe9cbdabaecf5bcd8fe6ce09bb73f1fd7a2',
      linux_arm64: '7bcb6eec3f7a3dd398687f1cf15897ec20b7eae6335f0c85453d591b3c05fb6e',
    },
    '1.18.1': {
      darwin_amd64: '8767a3d63d432a8810efcb830c4ad713c72a396d1aff64fd5d7ebeeccf6f141c',
      darwin_arm64: 'ec8fc86f13ea153e2e2161e0d8bc30edea99e8e177aaa39b46c7f5a4f48b20ab',
      linux_amd64: 'd6486e4644cbeefa841ff6a41e39b68a5129c329bd2e271b29368948ff9ddfc4',
      linux_arm64: 'c62ff127b9b1b6e984c0c3c88ee68d9348f8f3d5e9bbc1a639c09607827ebb0e',
    },
    '1.18.2': {
      darwin_amd64: 'b39fa96253182085b1595db9c39498da9776f7bd057dae75509d73b935a127b2',
      darwin_arm64: 'abd715b65cdf817cc8b33f38f37a26875d5b46321e07b6444616e2c5d6266630',
      linux_amd64: 'a448c8b6839d76ec54fa320d3a558ff0e5ef0c3d27ea78c88ace333461d7264b',
      linux_arm64: 'b3c38a2f85777d3c56efd16d985019c0b758f6003e9b2ad670ab1ef0d0580285',
    },
    '1.18.3': {
      darwin_amd64: '2459ba9cb8123e9b177e7e5d0b7c893779593d141d5bca7d24e21ad9edccfb65',
      darwin_arm64: '88c22964804781934da7192174c9fdd00e9973b57f1b0f27c255cf7dbe333bad',
      linux_amd64: '405ec904a45c2261e2c091640fb805bf5904fd2fe8a991ebc58d2eb64f9a269e',
      linux_arm64: '816df690b9240cf50828331012081b4221da4eecf30e1ce4d85053113138aab7',
    },
    '1.18.4': {
      darwin_amd64: 'ead7d631454b0c8e895ddce770558d6a40e2b6423616150a0ac53cf9c4bf1ef8',
      darwin_arm64: 'e0098a3dda3712b8f1ba14930fe9fa4edc8c68a8c01b46565797ea5198b60b6e',
      linux_amd64: 'bdde42660c14700e4d5275760d50c59ed637803cd9c7c12926a2e2e788097a45',
      linux_arm64: '19ab068acb3b25c1d049405401b35b4083877190714bfbddeaadcbd4f26d23d2',
    },
    '1.18.5': {
      darwin_amd64: '98609db17c1e37036b2cd04e10f707c15c4b4fe8b2865e9be4bc3b0a0d8f5058',
      darwin_arm64: 'c9c713fcc93273289a9d82468571e26aa657fa49ca5274132c682b8ae4b1b041',
      linux_amd64: 'dfd8619affbc6449a2f8b23a04f1e8632a00e9b8010b49f7f5daf253d181129d',
      linux_arm64: '5048f3b08126b2578b2a919e2ee7e5afbbd070ef5bb3ecf92c9e06227675310c',
    },
    '1.19.0': {
      darwin_amd64: 'e805a0ad63605358356226609be6673e0de87486b4f643cb975c2a3c00ad2700',
      darwin_arm64: 'b8c2b2a2cee3214edfa2f228a9c2ff4228c60053a9a773bf638e04bf9b61911e',
      linux_amd64: '9df904271319452bbb37825cfe50726383037550cc04b7c2d0ab09e2f08f82a1',
      linux_arm64: '252bf12d0ce1824860d6e06bd21b74b548eedd6a35225f12bf38482a4c78bef6',
    },
    '1.19.1': {
      darwin_amd64: '3cb0eddebbe82622a20f5256890d71fcc1a4b0ff56561f9d68b29bb0e8b99ab6',
      darwin_arm64: '392df64ce576fcc61508755b842160058e79fe438b30ac4b7fb64dd71f2ca781',
      linux_amd64: 'a673933f5b02236b5e241e153c0d2fed15b47b48ad640ae886f8b3b567087a05',
      linux_arm64: '27561edfbc3a59936c9a892d6a130ada5a224c91862523c1aa596bfd30cd45e3',
    },
    '1.19.2': {
      darwin_amd64: '9a3316e9b15a9d9506fbc49c2cb982245c1c020f4ec7645199a89fe2e29c7f2d',
      darwin_arm64: '9de798bd94f3a7f56e068ba6d60bd51556c61ce6cdba53f2a90b1ff8934cfe3a',
      linux_amd64: 'c6781c3e0ec431f39bcc8f1443d09f3b8944c90c348e91aa13182b4e1fd2797f',
      linux_arm64: '73655835f07c407087fa951be617b3214c3e52e6bda7537290c8268c8a75b1a5',
    },
    '1.19.3': {
      darwin_amd64: 'bc0f585510967ee6a87b0e587df8334ccb3d2c4d4734c3ac16624260f0283401',
      darwin_arm64: 'beecf197ea3f40a1101185dd93dad30a6e0026823a072d48a7e5cdc73faeb2c0',
      linux_amd64: '94b1f5059ab7751d2305bd109289d7d6946c8c7e4c5227fd78ab67739fa43be2',
      linux_arm64: '5f6d16c59166a1b0cc651238d7af2377da02028302b17174e561288eef4b6c80',
    },
    '1.19.4': {
      darwin_amd64: 'd2a018d8b3dbfb2dcaf596f76020993f3d03a57b9fb89e183e5fd22b2cb84d15',
      darwin_arm64: '903bde4d58733c39a9b6ec750d34e5daaa80e351c7d0420799dd025d91b27a3e',
      linux_amd64: 'd8621f31427ecb6712923fc2db207b3b3c04711b722b11f34627cd4cf837a9c6',
      linux_arm64: 'ed407354d118b841086fdc1786f2e6b0d52dadf84659529f1a7db24912fc6698',
    },
    '1.19.5': {
      darwin_amd64: '8ef26ccc896cc5c6e883f1d71734a1bcbc3199230f51f8d290675ee7b0f3f390',
      darwin_arm64: '217c5ff1dd4981c125055d5c16e915d7ef2a57d46b2dca75bc5923a786d99dc6',
      linux_amd64: '5192111920b3f745c10f8fea9988c46b91414a69bcf49df1f7c87880d80a3755',
      linux_arm64: '182781907b589bec8efdd68d8b5dd44bd2ff3e64235eb781a394d2db874ad36a',
    },
    '1.20.0': {
      darwin_amd64: 'eefb98743ff5530edb10088353e51c9a9b879d4004da8d17084421d706ead8e2',
      darwin_arm64: '69bd6ddba47dc6342a6cd211af7419e7f306d5e5d7551f26ffde3b40924cfe75',
      linux_amd64: '25e9f1f9a6dd9866219d6a37c6d1af1d26d0e73aa95a4e755188751de133dea7',
      linux_arm64: 'b7b87fef8d10126ad69e7130fb5fe4903dd0011506c61e7fec4502af0519c2fa',
    },
    '1.20.1': {
      darwin_amd64: '9e110059908377febc2cc4e723f8f6bc825030dbae563e6747db7d28c56f3296',
      darwin_arm64: '3e82186552264a3d15f9933d0a80319f595c6aecda9bbe6c3b48beee6f23d3a6',
      linux_amd64: 'e3ce3e678421c0d56f726952ab100875168c2e1eb1db751ed5a2b25b6b2ea96f',
      linux_arm64: '470af64c86d76ce296ed394a10adb63b43e428491c83e0f7180e9903d41ff39d',
    },
    '1.20.2': {
      darwin_amd64: 'af9b5fecf07309ad1ac809a9174aa6e9d86fcf3854088e33ef4d3150eda0d47b',
      darwin_arm64: '0564747cdc4db1343e17e96ec05c4b69be565052c1ed5377c33ae6eaf919ef62',
      linux_amd64: '5846abf08deaf04cc9fdbb7c1eddda3348671590445f81bcdb0a2e0d32396c2e',
      linux_arm64: '97543eb24f3fde2b8a2cdc79d6017fc39d3d91f42b5e856e5808f30de51cf3a3',
    },
    '1.20.3': {
      darwin_amd64: 'c83250d6432a200f6fdbda3e648351858ea8754d20147a761fc85f40f4357d13',
      darwin_arm64: '134ca9433205d065180073f2e02c62558e4ee7d06115112189746991a40b8fde',
      linux_amd64: '128d35b82bed319b8ce3caec99286a7d458342d8def5e6ca4d20cc7621df53d3',
      linux_arm64: '35847f819eb3917f1b454994bd517bf4f83fdbd7e9a06fa17f37a7c99ab7eb9d',
    },
    '1.20.4': {
      darwin_amd64: '0abe8673c442710795b0182c382dd5347b961d2c0d548742813b3ecbe15bf7cc',
      darwin_arm64: 'cca50f328a44e025205047d480bead1460012ecd82fa78387c7b5af0bae59d02',
      linux_amd64: 'fc5fb5d01d192f1216b139fb5c6af17e3af742aaeffc289fd861920ec55f2c9c',
      linux_arm64: 'd1e9548efd89e772b6be9dc37914579cabd86362779b7239d2d769cfb601d835',
    },
    '1.21.1': {
      darwin_amd64: 'd33bb27a0ad194e79c2bed9cad198a1f1319d8ca68bc6c4e6f68212c734cda09',
      darwin_arm64: 'add728e2ca2101826de030b4da6de77cee5a61f3c9cde74f5628d63332bea0ab',
      linux_amd64: '4088617653eba4ea341b6166130239fcbe42edc7839c7f7c6209d280948769c7',
      linux_arm64: 'f83f541e4293289bf1cc3f1e62e41a29a9ce20aeb9a152ada2b00ca42e7e856d',
    },
    '1.21.4': {
      darwin_amd64: 'a667be3cf56dd0f21a23ba26b47028d1f51b3ca61e71b0e29ceafef1c2a1dc3a',
      darwin_arm64: 'c79012c1c8aedd682c68b5d9c89149030611c82da57f45383aef004b39a640d2',
      linux_amd64: '889b681990fe221b884b7932fa9c9dd0ee9811b9349554f1aa287ab63c9f3dae',
      linux_arm64: '1104ef701aad16e104e2e7b4d2a02a6ec993237559343f3097ac63a00b42e85d',
    },
    '2.0.0': {
      darwin_amd64: '4fe88b981fcf14917a5f1b1c1ffaf4f9231c3f646ab778ba44e71dfb80e5b234',
      darwin_arm64: '3b8ad2cc6de8b6cc13e030465e83729aec1070ef91327a55be0a28af81a530bf',
      linux_amd64: '0367bdd46dd1fff1ff19fc44e60df48866515bb519c80527236b3808ea879ac2',
      linux_arm64: '5f04207fd0fbabbb8c6cca494fdee96f81bb0a82e1176670649e1aeeaadf0281',
    },
    '2.0.3': {
      darwin_amd64: 'a3462df67c00d1092727dd4fedfba256d2d22d5846fb514c96e03133f567b6af',
      darwin_arm64: 'abf89e4e56a3af41471ccccdaac1b691874c5e8b20e72c053133d948be0cec42',
      linux_amd64: '1e0ffb7a82491219c7242da6e05e2d756b05d1097c29799a42228661f229bc2a',
      linux_arm64: '9423a715aea0689f9e498fe7cc5ea692aa1eff282f8b9bc26af28cad69d6d841',
    },
  },
  openbao: {},
};
